// What places weigh, held against published figures where this machine has them.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AREAS } from '../consumption/table.ts';
import { CITIES, PLACE_IDS, PLACES, REGIONS, WEIGHTS } from './places.ts';

const folders = [process.env['WATTMESH_DATA'], resolve(import.meta.dirname, '../../../shared/data')];
const measured = folders.find((folder) => folder !== undefined && existsSync(`${folder}/weather`));
if (!measured)
  console.warn('weights are not held against published ones: neither WATTMESH_DATA nor ../shared/data is here');
const linesOf = (file: string): string[] =>
  readFileSync(`${measured}/weather/${file}`, 'utf8').trim().split(/\r?\n/).slice(1);
const people = (area: string) =>
  WEIGHTS.filter((weight) => weight.area === area).reduce((sum, one) => sum + one.people, 0);

describe('places', () => {
  it('are named once, and lie in France or off its coast', () => {
    expect(new Set(PLACE_IDS).size).toBe(56);
    for (const { id, latitude, longitude } of PLACES) {
      expect(latitude > 42 && latitude < 51.2 && longitude > -5.5 && longitude < 8.3, id).toBe(true);
    }
  });

  it('have a point for each region of consumption, whose cities are in it', () => {
    expect(REGIONS.map(({ id }) => id)).toEqual(AREAS.slice(1));
    for (const { id, region } of CITIES) expect(AREAS.slice(1), id).toContain(region);
  });

  it('weigh what their people are: Paris 37 % of France, the country around Paris a tenth of its region', () => {
    expect(people('FR')).toBe(34_064_192);
    const paris = WEIGHTS.find(({ area, place }) => area === 'FR' && place === 'paris');
    expect(paris!.people / people('FR')).toBeCloseTo(0.3707, 4);
    expect(WEIGHTS.filter(({ area }) => area === 'FR-IDF')).toEqual([
      { area: 'FR-IDF', place: 'FR-IDF', people: 1_231_700 },
      { area: 'FR-IDF', place: 'paris', people: 12_628_266 },
    ]);
    expect(people('FR-BRE')).toBe(3_394_000);
  });
});

describe.runIf(measured)('held against published figures', () => {
  it('the weights of the cities are those of the published list', () => {
    const published = linesOf('agglomerations_32_population_gps.csv').map((line) => {
      const [, share = '', latitude = '', longitude = ''] = /"([\d,]+)",([\d.-]+),([\d.-]+)/.exec(line) ?? [];
      return [Number(share.replace(',', '.')), Number(latitude), Number(longitude)] as const;
    });
    expect(published).toHaveLength(32);
    for (const [i, [share, latitude, longitude]] of published.entries()) {
      const city = CITIES[i]!;
      expect(city.people / people('FR')).toBeCloseTo(share, 8);
      expect([city.latitude, city.longitude]).toEqual([latitude, longitude]);
    }
  });

  it('a national mean by people follows the published one of 2023: with a bias, but day by day', () => {
    const national = new Map(
      linesOf('era5_national_daily_2023.csv').map((line) => [line.split(',')[0], Number(line.split(',')[1])]),
    );
    const days = new Map<string, Map<string, number>>();
    for (const line of linesOf('temperature_daily_regional_2016_2023.csv')) {
      const [, date = '', , region = '', , , mean = ''] = line.split(';');
      if (date.startsWith('2023') && mean !== '')
        days.set(date, (days.get(date) ?? new Map()).set(region, Number(mean)));
    }
    const pairs = [...days].flatMap(([date, regions]) => {
      const values = REGIONS_IN_FRENCH.map(([id, name]) => [citizens(id), regions.get(name)] as const);
      const theirs = national.get(date);
      if (theirs === undefined || values.some(([, value]) => value === undefined)) return [];
      const ours = values.reduce((sum, [weight, value]) => sum + weight * (value ?? Number.NaN), 0) / people('FR');
      return [[ours, theirs] as const];
    });
    expect(pairs.length).toBeGreaterThan(250);
    const bias = pairs.reduce((sum, [ours, theirs]) => sum + ours - theirs, 0) / pairs.length;
    expect(bias).toBeCloseTo(0.82, 1);
    const spread = Math.sqrt(pairs.reduce((sum, [a, b]) => sum + (a - b - bias) ** 2, 0) / pairs.length);
    expect(spread).toBeLessThan(0.6);
  });
});

/** People of the 32 cities, by the region they are in. */
const citizens = (id: string): number =>
  CITIES.filter(({ region }) => region === id).reduce((sum, city) => sum + city.people, 0);

const REGIONS_IN_FRENCH = [
  ['FR-ARA', 'Auvergne-Rhône-Alpes'],
  ['FR-BFC', 'Bourgogne-Franche-Comté'],
  ['FR-BRE', 'Bretagne'],
  ['FR-CVL', 'Centre-Val de Loire'],
  ['FR-GES', 'Grand Est'],
  ['FR-HDF', 'Hauts-de-France'],
  ['FR-IDF', 'Île-de-France'],
  ['FR-NAQ', 'Nouvelle-Aquitaine'],
  ['FR-NOR', 'Normandie'],
  ['FR-OCC', 'Occitanie'],
  ['FR-PAC', "Provence-Alpes-Côte d'Azur"],
  ['FR-PDL', 'Pays de la Loire'],
] as const;
