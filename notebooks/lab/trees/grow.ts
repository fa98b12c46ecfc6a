// Grows one tree leaf by leaf, the leaf that gains most first. Knows gradients, not losses.
import type { BinnedColumn } from './bins.ts';
import { bestSplit, type Histogram, type Split, type SplitRules } from './split.ts';
import type { Tree } from './tree.ts';

export interface GrowRules extends SplitRules {
  readonly leaves: number;
}

interface Leaf {
  readonly node: number;
  /** Its rows are order[from … to). */
  readonly from: number;
  readonly to: number;
  readonly histogram: Histogram;
  readonly split: Split | null;
}

export interface Grown {
  readonly tree: Tree;
  /** Rows of each leaf, by node. */
  readonly leaves: readonly { readonly node: number; readonly rows: Int32Array }[];
}

/** A bound above every value: cuts what is known from what is missing. */
const ABOVE_ALL = Math.fround(3.4e38);

/** `rows` is reordered. `candidates` are the features this tree may use. */
export function growTree(
  columns: readonly BinnedColumn[],
  gradient: Float32Array,
  rows: Int32Array,
  candidates: readonly number[],
  rules: GrowRules,
): Grown {
  const nodes = 2 * rules.leaves - 1;
  const tree: Tree = {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
  };
  const offsets: number[] = [];
  let width = 0;
  for (const { missing } of columns) {
    offsets.push(width);
    width += 2 * (missing + 1);
  }
  const gathered = new Float32Array(rows.length);
  const spill = new Int32Array(rows.length);

  const histogramOf = (from: number, to: number): Histogram => {
    const histogram = new Float64Array(width);
    for (let i = from; i < to; i++) gathered[i] = gradient[rows[i]!]!;
    for (const feature of candidates) {
      const { bin } = columns[feature]!;
      const offset = offsets[feature]!;
      for (let i = from; i < to; i++) {
        const k = offset + 2 * bin[rows[i]!]!;
        histogram[k]! += gathered[i]!;
        histogram[k + 1]! += 1;
      }
    }
    return histogram;
  };

  const leafOf = (node: number, from: number, to: number, histogram: Histogram): Leaf => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += gradient[rows[i]!]!;
    const split = bestSplit(histogram, { columns, offsets, candidates }, sum, to - from, rules);
    return { node, from, to, histogram, split };
  };

  /** Left rows first, each side in its old order. Gives where the right side begins. */
  const part = ({ from, to }: Leaf, { feature, cut, missingLeft }: Split): number => {
    const { bin, missing } = columns[feature]!;
    let write = from;
    let spilled = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const b = bin[row]!;
      if (b === missing ? missingLeft : b <= cut) rows[write++] = row;
      else spill[spilled++] = row;
    }
    rows.set(spill.subarray(0, spilled), write);
    return write;
  };

  const leaves: Leaf[] = [leafOf(0, 0, rows.length, histogramOf(0, rows.length))];
  let used = 1;
  while (leaves.length < rules.leaves) {
    const at = indexOfBest(leaves);
    const leaf = leaves[at];
    if (!leaf?.split) break;
    const { feature, cut, missingLeft } = leaf.split;
    const middle = part(leaf, leaf.split);
    const [left, right] = [used, used + 1];
    used += 2;
    tree.feature[leaf.node] = feature;
    tree.threshold[leaf.node] = columns[feature]!.bounds[cut] ?? ABOVE_ALL;
    tree.missingLeft[leaf.node] = missingLeft ? 1 : 0;
    tree.left[leaf.node] = left;
    tree.right[leaf.node] = right;
    // The smaller side is counted, the larger is what remains of the parent.
    const leftIsSmall = middle - leaf.from <= leaf.to - middle;
    const small = leftIsSmall ? histogramOf(leaf.from, middle) : histogramOf(middle, leaf.to);
    const large = leaf.histogram;
    for (let i = 0; i < width; i++) large[i]! -= small[i]!;
    leaves[at] = leafOf(left, leaf.from, middle, leftIsSmall ? small : large);
    leaves.push(leafOf(right, middle, leaf.to, leftIsSmall ? large : small));
  }
  return {
    tree: cropTo(tree, used),
    leaves: leaves.map(({ node, from, to }) => ({ node, rows: rows.slice(from, to) })),
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

function cropTo(tree: Tree, nodes: number): Tree {
  return {
    feature: tree.feature.slice(0, nodes),
    threshold: tree.threshold.slice(0, nodes),
    left: tree.left.slice(0, nodes),
    right: tree.right.slice(0, nodes),
    missingLeft: tree.missingLeft.slice(0, nodes),
    value: tree.value.slice(0, nodes),
  };
}
