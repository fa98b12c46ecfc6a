// Isolation forest (Liu, Ting and Zhou 2008): what few random cuts set apart is unlike the rest. Learns without labels.
import { type Random, randomFrom, sample } from '../random.ts';
import { cropTree, emptyTree, type Forest, predictForest, type Tree } from '../trees/tree.ts';

export interface IsolationForest {
  /** Gives the mean path length of a row. */
  readonly paths: Forest;
  /** The mean path length in trees of as many rows as these were grown from. */
  readonly usualPath: number;
}

export interface IsolationOptions {
  /** Row-major Float32, as tensorOf gives it. What is missing goes with the many. */
  readonly x: Float32Array;
  readonly features: number;
  readonly seed: number;
  readonly trees?: number;
  /** Rows that each tree is grown from. */
  readonly sampleRows?: number;
}

export function fitIsolationForest({
  x,
  features,
  seed,
  trees = 100,
  sampleRows = 256,
}: IsolationOptions): IsolationForest {
  const rows = x.length / features;
  if (rows < 2) throw new Error(`got ${rows} rows, want at least two: one alone is like nothing`);
  const random = randomFrom(seed);
  const count = Math.min(sampleRows, rows);
  const maxDepth = Math.ceil(Math.log2(Math.max(count, 2)));
  const grow = (): Tree => {
    const tree = isolationTree({ x, features, rows: sample(random, rows, count), random, maxDepth });
    return { ...tree, value: tree.value.map((path) => path / trees) };
  };
  return { paths: { base: 0, trees: Array.from({ length: trees }, grow) }, usualPath: usualPathOf(count) };
}

/** Between 0 and 1: near 1 what is set apart at once, below a half what is like the rest. */
export function scoreIsolation({ paths, usualPath }: IsolationForest, x: Float32Array, features: number): Float64Array {
  return predictForest(paths, x, features).map((path) => 2 ** (-path / usualPath));
}

const EULER_GAMMA = 0.577_215_664_901_532_9;

/** Of an unsuccessful search in a binary tree of this many rows. */
function usualPathOf(count: number): number {
  if (count < 2) return 0;
  if (count === 2) return 1;
  return 2 * (Math.log(count - 1) + EULER_GAMMA) - (2 * (count - 1)) / count;
}

interface Ground {
  readonly x: Float32Array;
  readonly features: number;
  readonly rows: readonly number[];
  readonly random: Random;
  readonly maxDepth: number;
}

function isolationTree({ x, features, rows: all, random, maxDepth }: Ground): Tree {
  const tree = emptyTree(2 * all.length - 1);
  let used = 1;
  const grow = (node: number, rows: readonly number[], depth: number): void => {
    tree.cover[node] = rows.length;
    const cut = depth < maxDepth && rows.length > 1 ? randomCut(x, features, rows, random) : null;
    if (!cut) {
      // Rows that were not set apart would have needed this many cuts more.
      tree.value[node] = depth + usualPathOf(rows.length);
      return;
    }
    const { column, threshold } = cut;
    const at = (row: number): number => x[row * features + column]!;
    const missing = rows.filter((row) => Number.isNaN(at(row)));
    const low = rows.filter((row) => at(row) <= threshold);
    const high = rows.filter((row) => at(row) > threshold);
    const missingLeft = low.length >= high.length;
    const [left, right] = [used, used + 1];
    used += 2;
    tree.feature[node] = column;
    tree.threshold[node] = threshold;
    tree.missingLeft[node] = missingLeft ? 1 : 0;
    tree.left[node] = left;
    tree.right[node] = right;
    grow(left, missingLeft ? [...low, ...missing] : low, depth + 1);
    grow(right, missingLeft ? high : [...high, ...missing], depth + 1);
  };
  grow(0, all, 0);
  return cropTree(tree, used);
}

/** Of a random column that varies here, between its least and greatest value; null where none varies. */
function randomCut(
  x: Float32Array,
  features: number,
  rows: readonly number[],
  random: Random,
): { column: number; threshold: number } | null {
  const columns = Array.from({ length: features }, (_, j) => j);
  while (columns.length > 0) {
    const [column = 0] = columns.splice(Math.floor(random.next() * columns.length), 1);
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      const value = x[row * features + column]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (!(least < greatest)) continue;
    const drawn = Math.fround(least + random.next() * (greatest - least));
    return { column, threshold: drawn < greatest ? drawn : least };
  }
  return null;
}
