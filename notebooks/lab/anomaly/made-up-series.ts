// A labelled series for machines without the benchmark's: days and weeks of our own making, with three stretches that are odd. Proves nothing about any detector.
import { DAY, HOUR } from '../../../data/time.ts';
import { randomFrom } from '../random.ts';
import type { LabelledSeries } from './nab-score.ts';

const DAYS = 84;
const FROM = Date.UTC(2024, 0, 1);
/** First day, days, and what the level is multiplied by. */
const ODD = [
  [40, 3, 1.5],
  [55, 2, 0.5],
  [70, 3, 1.4],
] as const;

export function madeUpSeries(seed: number): LabelledSeries {
  const random = randomFrom(seed);
  const at = Float64Array.from({ length: DAYS * 24 }, (_, i) => FROM + i * HOUR);
  const value = at.map((instant) => {
    const day = Math.floor((instant - FROM) / DAY);
    const hour = ((instant - FROM) % DAY) / HOUR;
    const weekend = day % 7 >= 5 ? 0.7 : 1;
    const level = ODD.find(([first, days]) => day >= first && day < first + days)?.[2] ?? 1;
    return 100 * level * weekend * (1 + 0.4 * Math.sin(((hour - 6) * Math.PI) / 12)) + 10 * (random.next() - 0.5);
  });
  const windows = ODD.map(([first, days]) => [24 * first, 24 * (first + days) - 1] as const);
  return { name: 'made up', at, value, windows };
}
