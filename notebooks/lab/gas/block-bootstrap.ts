// How far a figure could be off by chance when all regions share their days: whole days are drawn again, never single rows.
import { quantileOf } from '../quantile.ts';
import { randomFrom } from '../random.ts';

export interface Bounds {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BlockBootstrap {
  /** One per row: rows of a block are drawn together. */
  readonly block: ArrayLike<number>;
  /** The figure over the rows that were drawn. */
  readonly figure: (rows: readonly number[]) => number;
  readonly seed: number;
  readonly draws?: number;
  readonly level?: number;
}

/** The figure of all rows, and the middle `level` of what the draws give. */
export function blockBootstrap({ block, figure, seed, draws = 500, level = 0.95 }: BlockBootstrap): Bounds {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < block.length; row++) {
    const rows = rowsOf.get(block[row]!);
    if (rows) rows.push(row);
    else rowsOf.set(block[row]!, [row]);
  }
  const blocks = [...rowsOf.values()];
  const random = randomFrom(seed);
  const drawn = Float64Array.from({ length: draws }, () =>
    figure(blocks.flatMap(() => blocks[Math.floor(random.next() * blocks.length)]!)),
  ).filter((value) => !Number.isNaN(value));
  return {
    value: figure(blocks.flat()),
    low: quantileOf(drawn, (1 - level) / 2),
    high: quantileOf(drawn, (1 + level) / 2),
  };
}
