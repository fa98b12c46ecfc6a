// The rows that trainers and oracles both learn from: two made by seeds, one measured. Nothing of the measured ones leaves the scratch folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolders } from '../../notebooks/lab/open-data.ts';
import { type Random, randomFrom } from '../../notebooks/lab/random.ts';

export interface Rows {
  readonly features: number;
  readonly x: Float32Array;
  readonly y: Float64Array;
}

export interface Trial {
  readonly seen: Rows;
  /** Later than what is seen, where rows have a time. */
  readonly later: Rows;
}

/** Sum of twelve: mean 0, deviation 1. */
export const gauss = (random: Random): number => {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += random.next();
  return sum;
};

/** Friedman 1991: five columns of ten matter, one of them bent, two only together. */
export function friedman(seed: number, count: number): Rows {
  const random = randomFrom(seed);
  const features = 10;
  const x = Float32Array.from({ length: count * features }, () => random.next());
  const y = Float64Array.from({ length: count }, (_, i) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = x.subarray(features * i, features * i + 5);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + gauss(random);
  });
  return { features, x, y };
}

/** Steps; a fifth of all values is missing, and that says something, too. */
export function steps(seed: number, count: number): Rows {
  const random = randomFrom(seed);
  const features = 6;
  const x = Float32Array.from({ length: count * features }, () => (random.next() < 0.2 ? Number.NaN : random.next()));
  const y = Float64Array.from({ length: count }, (_, i) => {
    const [a = 0, b = 0, c = 0] = x.subarray(features * i, features * i + 3);
    const step = Number.isNaN(a) ? 4 : Math.floor(3 * a);
    return step + (b > 0.7 ? 3 : 0) + (c < 0.2 ? -2 : 0) + 0.5 * gauss(random);
  });
  return { features, x, y };
}

const LOAD = 'national/rte_load_and_day_ahead_hourly_2019_2023.csv';
const HOURS_BEFORE = [24, 48, 72, 168, 336] as const;

/** National load by the hour from what it was days before: 2019 to 2021, then 2022. Null where this machine has no measured data at all. */
export function measuredLoad(): Trial | null {
  const folder = dataFolders().find(existsSync);
  if (!folder) return null;
  const path = join(folder, LOAD);
  const loadAt = new Map(
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([at = '', load]) => [Date.parse(at), Number(load || Number.NaN)]),
  );
  const between = (from: number, to: number): Rows => {
    const x: number[] = [];
    const y: number[] = [];
    for (const [at, load] of loadAt) {
      if (at < from || at >= to || Number.isNaN(load)) continue;
      const time = new Date(at);
      const before = HOURS_BEFORE.map((hours) => loadAt.get(at - hours * 3_600_000) ?? Number.NaN);
      x.push(...before, time.getUTCHours(), time.getUTCDay(), time.getUTCMonth());
      y.push(load);
    }
    return { features: HOURS_BEFORE.length + 3, x: Float32Array.from(x), y: Float64Array.from(y) };
  };
  const newYear = (year: number) => Date.UTC(year, 0, 1);
  return { seen: between(newYear(2019), newYear(2022)), later: between(newYear(2022), newYear(2023)) };
}
