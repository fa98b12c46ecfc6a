// Rows by what they have in common: the hour, the kind of day, the season, a band of temperature. Scores nothing itself (by-group.ts).
import { parisClock, parisDate } from '../../../data/time.ts';
import { dayKind } from '../../../models/features/like-days.ts';

/** What a row has in common with others; null leaves it out. */
export type KeyOf = (row: number) => string | null;

/** In the order of the keys, numbers as numbers. */
export function groupsOf(rows: number, keyOf: KeyOf): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const inOrder = new Intl.Collator('en', { numeric: true }).compare;
  return new Map([...groups].sort(([a], [b]) => inOrder(a, b)));
}

type Instants = ArrayLike<number>;

export const byParisHour =
  (validAt: Instants): KeyOf =>
  (row) =>
    String(parisClock(validAt[row]!).hour);

export const byParisMonth =
  (validAt: Instants): KeyOf =>
  (row) =>
    String(parisClock(validAt[row]!).month);

export const byParisDay =
  (validAt: Instants): KeyOf =>
  (row) =>
    parisDate(validAt[row]!);

const DAY_KINDS = ['working day', 'Saturday', 'Sunday or holiday'] as const;

export const byDayKind =
  (validAt: Instants): KeyOf =>
  (row) =>
    DAY_KINDS[dayKind(validAt[row]!)] ?? null;

const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;

/** Of the weather: winter is December to February. */
export const bySeason =
  (validAt: Instants): KeyOf =>
  (row) =>
    SEASONS[Math.floor((parisClock(validAt[row]!).month % 12) / 3)] ?? null;

/** Half open bands of `width`, as of a temperature: "-5 to 0". What is missing is in none. */
export const byBand =
  (values: ArrayLike<number>, width: number): KeyOf =>
  (row) => {
    const from = Math.floor(values[row]! / width) * width;
    return Number.isNaN(from) ? null : `${from} to ${from + width}`;
  };
