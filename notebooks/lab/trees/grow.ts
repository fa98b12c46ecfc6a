// Grows one tree leaf by leaf, the leaf that gains most first. Knows gradients, not losses.
import { type Histogram, type HistogramMaker, type RowGradients, sumsOf } from './histogram.ts';
import { boundsOfSides, type StepBounds, UNBOUND } from './monotone.ts';
import type { PackedColumns } from './packed.ts';
import { type BinSplit, bestSplit, type SplitRules } from './split.ts';
import { ABOVE_ALL, cropTree, emptyTree, type Tree } from './tree.ts';

export interface GrowRules extends SplitRules {
  readonly leaves: number;
}

interface Leaf {
  readonly node: number;
  /** Its rows are rows[from … to). */
  readonly from: number;
  readonly to: number;
  readonly bounds: StepBounds;
  /** Null where it will not be cut again. */
  readonly histogram: Histogram | null;
  readonly split: BinSplit | null;
}

export interface GrownLeaf {
  readonly node: number;
  readonly rows: Int32Array;
  readonly bounds: StepBounds;
}

export interface Grown {
  /** Its features are indices of the columns it was grown from. */
  readonly tree: Tree;
  readonly leaves: readonly GrownLeaf[];
}

/** `rows` is reordered; the rows of the leaves are parts of it. */
export function growTree(
  packedColumns: PackedColumns,
  histograms: HistogramMaker,
  gradients: RowGradients,
  rows: Int32Array,
  rules: GrowRules,
): Grown {
  const { columns } = packedColumns;
  const tree = emptyTree(2 * rules.leaves - 1);
  const spill = new Int32Array(rows.length);

  const leafOf = (node: number, from: number, to: number, bounds: StepBounds, histogram: Histogram | null): Leaf => {
    const canBeCut = histogram && to - from >= 2 * rules.minRows;
    tree.cover[node] = to - from;
    const split = canBeCut
      ? bestSplit(columns, histogram, gradients, { ...sumsOf(histogram, gradients), bounds }, rules)
      : null;
    return { node, from, to, bounds, histogram, split };
  };

  /** Left rows first, each side in its old order. Gives where the right side begins. */
  const part = ({ from, to }: Leaf, { column, cut, missingLeft }: BinSplit): number => {
    const { bin, missing } = columns[column]!;
    const goesLeft = new Uint8Array(missing + 1).fill(1, 0, cut + 1);
    goesLeft[missing] = missingLeft ? 1 : 0;
    let write = from;
    let spilled = 0;
    // Written to both, kept in one: a branch would be guessed wrong every other time.
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const left = goesLeft[bin[row]!]!;
      rows[write] = row;
      spill[spilled] = row;
      write += left;
      spilled += 1 - left;
    }
    rows.set(spill.subarray(0, spilled), write);
    return write;
  };

  const root = histograms.of(packedColumns, gradients, rows, 0, rows.length);
  const leaves: Leaf[] = [leafOf(0, 0, rows.length, UNBOUND, root)];
  let used = 1;
  while (leaves.length < rules.leaves) {
    const at = indexOfBest(leaves);
    const leaf = leaves[at]!;
    const { node, from, to, histogram, split } = leaf;
    if (!split || !histogram) break;
    const middle = part(leaf, split);
    const [left, right] = [used, used + 1];
    used += 2;
    tree.feature[node] = split.column;
    tree.threshold[node] = columns[split.column]!.bounds[split.cut] ?? ABOVE_ALL;
    tree.gain[node] = split.gain;
    tree.missingLeft[node] = split.missingLeft ? 1 : 0;
    tree.left[node] = left;
    tree.right[node] = right;
    // The smaller side is counted, the larger is what remains of the parent; neither where nothing will be cut again.
    const leftIsSmall = middle - from <= to - middle;
    const largeCount = leftIsSmall ? to - middle : middle - from;
    const isNeeded = leaves.length + 1 < rules.leaves && largeCount >= 2 * rules.minRows;
    const [smallFrom, smallTo] = leftIsSmall ? [from, middle] : [middle, to];
    const small = isNeeded ? histograms.of(packedColumns, gradients, rows, smallFrom, smallTo) : null;
    if (small) histograms.subtract(histogram, small);
    else histograms.takeBack(histogram);
    const large = small && histogram;
    const sides = boundsOfSides(rules.directions?.[split.column], leaf.bounds, split.leftStep, split.rightStep);
    leaves[at] = leafOf(left, from, middle, sides.left, leftIsSmall ? small : large);
    leaves.push(leafOf(right, middle, to, sides.right, leftIsSmall ? large : small));
  }
  for (const { histogram } of leaves) if (histogram) histograms.takeBack(histogram);
  return {
    tree: cropTree(tree, used),
    leaves: leaves.map(({ node, from, to, bounds }) => ({ node, rows: rows.subarray(from, to), bounds })),
  };
}

/** The first of equals: the same data gives the same tree. */
function indexOfBest(leaves: readonly Leaf[]): number {
  let best = 0;
  leaves.forEach(({ split }, i) => {
    if ((split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0)) best = i;
  });
  return best;
}
