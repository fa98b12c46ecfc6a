// The regional gas curves as our world fills them: 24 columns a gas day, under the labels that each operator has used, late, and odd on the nights the clocks change.
import { DAY, HOUR, type Instant, instantsAtParis, parisDay } from '../../data/time.ts';
import { seedOf, smoothNoise } from './noise.ts';
import type { Cell, OpenDataset } from './open-dataset.ts';
import { simulateWeather } from './weather.ts';
import type { World } from './world.ts';

/** Share of the country's gas, of NaTran and of Teréga. Round figures. */
const REGIONS: readonly (readonly [code: string, name: string, natran: number, terega: number])[] = [
  ['11', 'Île-de-France', 0.22, 0],
  ['24', 'Centre-Val de Loire', 0.04, 0],
  ['27', 'Bourgogne-Franche-Comté', 0.045, 0],
  ['28', 'Normandie', 0.055, 0],
  ['32', 'Hauts-de-France', 0.14, 0],
  ['44', 'Grand Est', 0.13, 0],
  ['52', 'Pays de la Loire', 0.05, 0],
  ['53', 'Bretagne', 0.04, 0],
  ['75', 'Nouvelle-Aquitaine', 0.03, 0.045],
  ['76', 'Occitanie', 0.02, 0.04],
  ['84', 'Auvergne-Rhône-Alpes', 0.098, 0.002],
  ['93', "Provence-Alpes-Côte d'Azur", 0.045, 0],
];
/** From 06:00 on: people wake, cook, come home, sleep. Shares of the mean hour. */
const DAY_SHAPE = [
  1.25, 1.28, 1.25, 1.2, 1.15, 1.11, 1.05, 0.99, 0.96, 0.95, 0.98, 1.03, 1.06, 1.04, 1.01, 0.97, 0.9, 0.83, 0.79, 0.78,
  0.79, 0.81, 0.86, 0.96,
];
const BASE_MWH = 10_500;
/** What a degree below 15.5 °C takes, the whole country together, in an hour. */
const HEATING_MWH_PER_CELSIUS = 4_100;
const SINCE = Date.UTC(2018, 5, 1);
const DELAY_DAYS = 16;
const PROVISIONAL_DAYS = 60;
const HOURS = Array.from({ length: 24 }, (_, label) => label);
/** As the publisher writes them. */
const nameOf = (label: number): string =>
  `${String(label).padStart(2, '0')}_00${[0, 5, 6, 11, 12, 19].includes(label) ? '_00' : ''}`;

export function gasCurves(world: World, now: Instant): OpenDataset {
  const weatherAt = simulateWeather(world.seed);
  const mood = smoothNoise(seedOf(world.seed, 'gas'), 5 * HOUR);
  const local = REGIONS.map(([code]) => smoothNoise(seedOf(world.seed, `gas ${code}`), 2 * DAY));
  const lastDay = midnight(parisDay(now, -DELAY_DAYS).from + 12 * HOUR);

  /** The hours of a gas day at one share, 06:00 first; the clocks may make them 23 or 25, which the publisher puts into 24. */
  const hoursOf = (date: Instant, share: number, region: number, both: boolean): number[] =>
    DAY_SHAPE.map((shape, k) => {
      const wall = new Date(date + (6 + k) * HOUR);
      const [year, month, day, hour] = [
        wall.getUTCFullYear(),
        wall.getUTCMonth() + 1,
        wall.getUTCDate(),
        wall.getUTCHours(),
      ];
      const passes = instantsAtParis({ year, month, day, hour });
      return (both ? passes : passes.slice(0, 1)).reduce((sum, at) => {
        const cold = Math.max(0, 15.5 - weatherAt(at).feltCelsius + 0.8 * local[region]!(at));
        const whole = (BASE_MWH + HEATING_MWH_PER_CELSIUS * cold) * shape * (1 + 0.03 * mood(at));
        return sum + whole * share;
      }, 0);
    });

  const record = (date: Instant, region: number, operator: string, hours: readonly number[], six: number): Cell[] => {
    const [code = '', name = ''] = REGIONS[region] ?? [];
    const text = new Date(date).toISOString().slice(0, 10);
    const rounded = hours.map((mwh) => Math.round(mwh * 1e6) / 1e6);
    const total = Math.round(rounded.reduce((sum, mwh) => sum + mwh, 0) * 1e6) / 1e6;
    const columns = HOURS.map((label) => rounded[(label - six + 24) % 24]!);
    const status = date < now - PROVISIONAL_DAYS * DAY ? 'Définitif' : 'Provisoire';
    return [text, text.slice(0, 7), code, name, 'GRD/ELD', operator, total, ...columns, status];
  };

  return {
    names: [
      ...['date', 'mois', 'code_insee_region', 'region', 'secteur_d_activite', 'operateur'],
      'conso_journaliere_mwh_pcs_0degc',
      ...HOURS.map(nameOf),
      'statut',
    ],
    timeField: 'date',
    instants: ({ from, to }) => {
      const days: Instant[] = [];
      const until = Math.min(to, lastDay + 1);
      for (let date = Math.ceil(Math.max(from, SINCE) / DAY) * DAY; date < until; date += DAY) days.push(date);
      return days;
    },
    records: (date) =>
      REGIONS.flatMap(([, , natran, terega], region) => {
        const six = date < Date.UTC(2023, 5, 1) ? 12 : 6;
        const name = date < Date.UTC(2025, 0, 1) ? 'GRTgaz' : 'NaTran';
        const first = record(date, region, name, hoursOf(date, natran, region, true), six);
        return terega === 0
          ? [first]
          : [first, record(date, region, 'Teréga', hoursOf(date, terega, region, false), 6)];
      }),
    spoils: {
      gone: '10_00',
      word: ['operateur', 'Engie'],
      revised: '10_00',
      // Every Sunday.
      gap: (date) => new Date(date).getUTCDay() === 0,
    },
  };
}

/** Midnight UTC of the day in Paris: how Opendatasoft thinks of a day. */
const midnight = (at: Instant): Instant => Math.floor(at / DAY) * DAY;
