// Where somebody keeps the file of cities: sixty of them, every other one with a score.

import { CITIES, COUNTRIES } from './city-figures.ts';
import type { Asked, SimulatedHost } from './host.ts';
import type { ContentTrick } from './misbehave.ts';
import { seedOf, whiteNoise } from './noise.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

const HEADER = [
  'pays',
  'ville',
  'cout_energie_eurp_mwh',
  'part_bas_carbone_pourcent',
  'intensite_co2_g_kwh',
  'fiabilite_reseau_indice',
  'potentiel_solaire_kwh_kwp_an',
  'indice_potentiel_eolien',
  'indice_risque_politique',
  'indice_dependance_importations',
  'temperature_moy_c',
  'incitations_fiscales_euro_mwh',
  'score_suitabilite_datacenter',
];
const COST = HEADER.indexOf('cout_energie_eurp_mwh');

export const cities: SimulatedHost = {
  hosts: ['cities.wattmesh.example'],
  secrets: { CITY_CSV_URL: 'https://cities.wattmesh.example/cities.csv' },
  reply: (world, { url, trick }: Asked): Reply =>
    url.pathname === '/cities.csv'
      ? { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: linesOf(world, trick) }
      : jsonReply(404, { error: `${url.pathname} is not simulated` }),
};

function* linesOf({ seed }: World, trick: ContentTrick | undefined): Generator<string> {
  const local = whiteNoise(seedOf(seed, 'city prices'));
  const lines = CITIES.map((_, i) => valuesOf(i, local(i)));
  for (const line of misbehaved([HEADER, ...lines], trick)) yield `${line.join(';')}\n`;
}

/** `chance` in [-1, 1): what a city pays more or less than its country. */
function valuesOf(i: number, chance: number): string[] {
  const [country, name, sunKwh, wind, meanCelsius] = CITIES[i]!;
  const [price, lowCarbon, co2, reliability, risk, imports, incentive] = COUNTRIES[country];
  const cost = price + 4 * chance;
  // Cheap, clean, reliable, cool and safe is what counts.
  const score =
    100 * reliability - 0.12 * cost - 0.04 * co2 - 0.6 * Math.max(0, meanCelsius - 8) - 25 * risk + 0.5 * incentive;
  return [
    country,
    name,
    cost.toFixed(1),
    String(lowCarbon),
    String(co2),
    String(reliability),
    String(sunKwh),
    String(wind),
    String(risk),
    String(imports),
    String(meanCelsius),
    String(incentive),
    i % 2 === 0 ? Math.max(0, score).toFixed(1) : '',
  ];
}

function misbehaved(lines: readonly string[][], trick: ContentTrick | undefined): readonly string[][] {
  const [header = [], ...cities] = lines;
  switch (trick) {
    case 'extra-column':
      return lines.map((line, i) => [...line, i === 0 ? 'disponibilite_eau_indice' : '0.5']);
    case 'missing-column':
      return lines.map((line) => line.toSpliced(COST, 1));
    case 'unknown-word':
      return [header, ...cities.map((line) => line.with(COST, 'cher'))];
    case 'duplicates':
      return [header, ...cities.flatMap((line) => [line, line])];
    case 'revised':
      return [header, ...cities.map((line) => line.with(COST, (Number(line[COST]) * 1.01).toFixed(1)))];
    case 'gap':
      return [header, ...cities.filter((_, i) => i % 10 !== 0)];
    default:
      return lines;
  }
}
