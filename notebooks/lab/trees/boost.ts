// Gradient boosting over histograms: many small trees, each fitted to what the ones before still miss. The same seed and data give the same forest.
import { randomFrom, sample } from '../random.ts';
import { binColumn } from './bins.ts';
import { growTree } from './grow.ts';
import type { Loss } from './loss.ts';
import { addTree, type Forest, type Tree } from './tree.ts';

export interface BoostOptions {
  /** Row-major Float32, as tensorOf gives it; NaN where missing. */
  readonly x: Float32Array;
  /** Columns of x. */
  readonly features: number;
  readonly target: Float64Array;
  readonly loss: Loss;
  readonly seed: number;
  readonly trees: number;
  readonly leaves?: number;
  readonly learningRate?: number;
  /** Fewest rows in a leaf. */
  readonly minRows?: number;
  /** Shrinks steps of small leaves. */
  readonly lambda?: number;
  /** Share of the columns each tree may use. */
  readonly columnShare?: number;
  /** Share of the rows each tree sees. */
  readonly rowShare?: number;
  /** Columns no tree may look at. */
  readonly except?: readonly number[];
  readonly onTree?: (grown: number, of: number) => void;
}

export function boost({
  x,
  features,
  target,
  loss,
  seed,
  trees: wanted,
  leaves = 31,
  learningRate = 0.1,
  minRows = 20,
  lambda = 1,
  columnShare = 1,
  rowShare = 1,
  except = [],
  onTree = () => {},
}: BoostOptions): Forest {
  const count = target.length;
  if (x.length !== count * features) {
    throw new Error(`x holds ${x.length} numbers, want ${count} rows of ${features} features`);
  }
  const columns = Array.from({ length: features }, (_, j) => binColumn(columnOf(x, features, j)));
  const allowed = Array.from({ length: features }, (_, j) => j).filter((j) => !except.includes(j));
  const random = randomFrom(seed);
  const base = Math.fround(loss.base(target));
  const predicted = new Float64Array(count).fill(base);
  const gradient = new Float32Array(count);
  const trees: Tree[] = [];
  for (let t = 0; t < wanted; t++) {
    for (let i = 0; i < count; i++) gradient[i] = loss.gradient(target[i]! - predicted[i]!);
    const rows = Int32Array.from(sample(random, count, Math.ceil(count * rowShare)));
    const candidates = sample(random, allowed.length, Math.ceil(allowed.length * columnShare)).map((i) => allowed[i]!);
    const grown = growTree(columns, gradient, rows, candidates, { leaves, minRows, lambda });
    for (const leaf of grown.leaves) {
      const residuals = Float64Array.from(leaf.rows, (row) => target[row]! - predicted[row]!);
      grown.tree.value[leaf.node] = learningRate * loss.step(residuals);
    }
    addTree(grown.tree, x, features, predicted);
    trees.push(grown.tree);
    onTree(t + 1, wanted);
  }
  return { base, trees };
}

function columnOf(x: Float32Array, features: number, column: number): Float32Array {
  const out = new Float32Array(x.length / features);
  for (let i = 0; i < out.length; i++) out[i] = x[i * features + column]!;
  return out;
}
