// Rows by chance, for records that have no time: customers, cities. Refuses a time series, and says why.
import { randomFrom } from '../random.ts';

export interface RandomSplit {
  readonly train: readonly number[];
  readonly judge: readonly number[];
}

export function randomSplit(
  { target, validAt }: { readonly target: ArrayLike<number>; readonly validAt?: ArrayLike<number> },
  { judgeShare = 0.2, seed }: { readonly judgeShare?: number; readonly seed: number },
): RandomSplit {
  if (validAt !== undefined) {
    throw new Error(
      `these ${target.length} rows have instants: a random split would judge an hour by its neighbours, which a forecast never has, ` +
        'and promise an error that nobody will see. Use expandingOrigins, blockedFolds or split.',
    );
  }
  const random = randomFrom(seed);
  const order = Array.from(target, (_, row) => ({ row, chance: random.next() })).sort((a, b) => a.chance - b.chance);
  const rows = order.map(({ row }) => row);
  const judged = Math.round(judgeShare * rows.length);
  const ascending = (some: readonly number[]): number[] => some.toSorted((a, b) => a - b);
  return { train: ascending(rows.slice(judged)), judge: ascending(rows.slice(0, judged)) };
}
