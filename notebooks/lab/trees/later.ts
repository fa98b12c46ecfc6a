// Watches a growing forest on rows later than those it learns from, and says when it no longer gets better there.
import type { LossFormula } from './loss-formula.ts';
import { meanLoss } from './slopes.ts';
import { addTree, type Tree } from './tree.ts';

export interface Later {
  /** Row-major, with the columns of the rows it learns from. */
  readonly x: Float32Array;
  readonly target: Float64Array;
  readonly weights?: Float64Array;
  /** It stops when these rows have not improved for this many trees, and keeps the trees up to the best. */
  readonly patience: number;
}

export function watchLater(
  { x, target, weights, patience }: Later,
  formula: LossFormula,
  features: number,
  base: number,
) {
  if (x.length !== target.length * features) {
    throw new Error(`later x holds ${x.length} numbers, want ${target.length} rows of ${features} features`);
  }
  const raw = new Float64Array(target.length).fill(base);
  const now = (): number => meanLoss(formula, target, weights ?? null, raw);
  let grown = 0;
  let loss = now();
  let best = { trees: 0, loss };
  return {
    add(tree: Tree): void {
      addTree(tree, x, features, raw);
      grown += 1;
      loss = now();
      if (loss < best.loss) best = { trees: grown, loss };
    },
    get loss() {
      return loss;
    },
    /** How many trees did best. */
    get best() {
      return best.trees;
    },
    get isSpent() {
      return grown - best.trees >= patience;
    },
  };
}
