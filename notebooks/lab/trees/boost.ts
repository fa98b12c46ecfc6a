// Gradient boosting over histograms: many small trees, each fitted to what the ones before still miss. The same seed and data give the same forest.
import { randomFrom, sample } from '../random.ts';
import { checkTrainingRows } from '../training-rows.ts';
import { binColumn, columnValues } from './bins.ts';
import { growTree } from './grow.ts';
import { histogramMaker } from './histogram.ts';
import { type Later, watchLater } from './later.ts';
import type { Loss } from './loss.ts';
import { lossFormula } from './loss-formula.ts';
import { type Direction, within } from './monotone.ts';
import { type PackedColumns, packColumns } from './packed.ts';
import { slopesOf } from './slopes.ts';
import { addTree, type Forest, type Tree } from './tree.ts';

export interface BoostOptions {
  /** Row-major Float32, as tensorOf gives it; NaN where missing. */
  readonly x: Float32Array;
  /** Columns of x. */
  readonly features: number;
  readonly target: Float64Array;
  /** How much each row counts; 1 where left out. */
  readonly weights?: Float64Array;
  readonly loss: Loss;
  readonly seed: number;
  readonly trees: number;
  readonly leaves?: number;
  readonly learningRate?: number;
  /** Fewest rows in a leaf. */
  readonly minRows?: number;
  /** Least sum of weights in a leaf; under logistic loss a row weighs less the surer it is. */
  readonly minHessian?: number;
  /** Shrinks steps of small leaves. */
  readonly lambda?: number;
  /** Share of the columns each tree may use. */
  readonly columnShare?: number;
  /** Share of the rows each tree sees. */
  readonly rowShare?: number;
  /** Columns no tree may look at. */
  readonly except?: readonly number[];
  /** Columns with which the prediction may only rise, or only fall. */
  readonly monotone?: readonly { readonly column: number; readonly direction: Direction }[];
  readonly later?: Later;
  readonly onTree?: (grown: number, of: number, progress: TreeProgress) => void;
}

export interface TreeProgress {
  /** Mean over the rows it learns from; that of the squared loss is a squared error. */
  readonly loss: number;
  readonly laterLoss?: number;
}

export function boost({
  x,
  features,
  target,
  weights,
  loss,
  seed,
  trees: wanted,
  leaves = 31,
  learningRate = 0.1,
  minRows = 20,
  minHessian = 1e-3,
  lambda = 1,
  columnShare = 1,
  rowShare = 1,
  except = [],
  monotone = [],
  later,
  onTree,
}: BoostOptions): Forest {
  const count = target.length;
  checkTrainingRows({ x, features, target, weights });
  const formula = lossFormula(loss);
  if (monotone.length > 0 && formula.step) {
    throw new Error(`got ${loss.kind} loss with monotone columns; only squared and logistic loss can keep a direction`);
  }
  const columns = Array.from({ length: features }, (_, j) => binColumn(columnValues(x, features, j)));
  const allowed = Array.from({ length: features }, (_, j) => j).filter((j) => !except.includes(j));
  const columnCount = Math.ceil(allowed.length * columnShare);
  const directionOf = new Map(monotone.map(({ column, direction }) => [column, direction]));
  const chosen = (which: readonly number[]): ChosenColumns => ({
    which,
    packed: packColumns(which.map((j) => columns[j]!)),
    directions: monotone.length > 0 ? which.map((j) => directionOf.get(j)) : null,
  });

  const random = randomFrom(seed);
  const base = Math.fround(formula.base(target, weights ?? null));
  const slopes = slopesOf({ formula, target, weights: weights ?? null, base });
  const histograms = histogramMaker({ rowCount: count, columnCount });
  const everyColumn = chosen(allowed);
  const everyRow = new Int32Array(count);
  const watched = later && watchLater(later, formula, features, base);
  const trees: Tree[] = [];
  while (trees.length < wanted && !watched?.isSpent) {
    const rows = rowShare < 1 ? Int32Array.from(sample(random, count, Math.ceil(count * rowShare))) : counted(everyRow);
    const { which, packed, directions } =
      columnShare < 1 ? chosen(sample(random, allowed.length, columnCount).map((i) => allowed[i]!)) : everyColumn;
    const rules = { leaves, minRows, minHessian, lambda, directions };
    const grown = growTree(packed, histograms, slopes.now(), rows, rules);
    const tree = { ...grown.tree, feature: grown.tree.feature.map((column) => (column < 0 ? column : which[column]!)) };
    for (const leaf of grown.leaves) {
      tree.value[leaf.node] = learningRate * within(leaf.bounds, slopes.step(leaf.rows, lambda));
    }
    if (rowShare < 1) addTree(tree, x, features, slopes.raw);
    else for (const leaf of grown.leaves) addValue(tree.value[leaf.node]!, leaf.rows, slopes.raw);
    trees.push(tree);
    watched?.add(tree);
    onTree?.(trees.length, wanted, { loss: slopes.loss(), ...(watched && { laterLoss: watched.loss }) });
  }
  return { base, trees: trees.slice(0, watched?.best) };
}

interface ChosenColumns {
  /** Their places in x. */
  readonly which: readonly number[];
  readonly packed: PackedColumns;
  readonly directions: readonly (Direction | undefined)[] | null;
}

/** 0, 1, 2 and so on: growing a tree has reordered them. */
function counted(rows: Int32Array): Int32Array {
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  return rows;
}

function addValue(value: number, rows: Int32Array, out: Float64Array): void {
  for (let i = 0; i < rows.length; i++) out[rows[i]!]! += value;
}
