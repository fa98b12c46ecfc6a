// Forests whose trees are averaged: each grown deep and alone, on its own rows or its own chance. Regression, or the share of 1 among 0 and 1.
import { type Random, randomFrom } from '../random.ts';
import { checkTrainingRows } from '../training-rows.ts';
import { bestCutFinder } from './best-cut.ts';
import { type CutFinder, growDeep } from './deep.ts';
import { randomCutFinder } from './random-cut.ts';
import type { Forest } from './tree.ts';

export interface AveragedOptions {
  /** Row-major Float32, as tensorOf gives it; NaN where missing. */
  readonly x: Float32Array;
  readonly features: number;
  /** Of a class, 1 where a row is of it and 0 elsewhere: the prediction is its probability. */
  readonly target: Float64Array;
  readonly weights?: Float64Array;
  readonly seed: number;
  readonly trees?: number;
  /** Share of the columns that each cut looks at. */
  readonly columnShare?: number;
  /** Fewest different rows in a leaf. */
  readonly minRows?: number;
  readonly maxDepth?: number;
  readonly onTree?: (grown: number, of: number) => void;
}

/** Each tree sees as many rows as there are, drawn with replacement, and takes the best cut (Breiman 2001). */
export function fitRandomForest(options: AveragedOptions): Forest {
  return averaged(options, bestCutFinder(options), (random, rows) => {
    const drawn = new Float64Array(rows);
    for (let i = 0; i < rows; i++) drawn[Math.floor(random.next() * rows)]! += 1;
    return drawn;
  });
}

/** Each tree sees all rows, and takes the best of one random cut per column (Geurts, Ernst and Wehenkel 2006). */
export function fitExtraTrees(options: AveragedOptions): Forest {
  return averaged(options, randomCutFinder(options), (_random, rows) => new Float64Array(rows).fill(1));
}

function averaged(
  {
    x,
    features,
    target,
    weights,
    seed,
    trees = 200,
    columnShare = 1,
    minRows = 1,
    maxDepth = Number.POSITIVE_INFINITY,
    onTree,
  }: AveragedOptions,
  findCut: CutFinder,
  draw: (random: Random, rows: number) => Float64Array,
): Forest {
  checkTrainingRows({ x, features, target, weights });
  const random = randomFrom(seed);
  const grown: Forest['trees'][number][] = [];
  while (grown.length < trees) {
    const counted = draw(random, target.length);
    if (weights) for (let i = 0; i < counted.length; i++) counted[i]! *= weights[i]!;
    grown.push(
      growDeep({ x, features, target, weights: counted, random, findCut, columnShare, minRows, maxDepth, trees }),
    );
    onTree?.(grown.length, trees);
  }
  return { base: 0, trees: grown };
}
