// A robust random cut forest over a stream (Guha, Mishra, Roy and Schrijvers 2016): how much a point displaces in trees of the points before it. A baseline.
import { type Random, randomFrom } from '../random.ts';

export interface RandomCutOptions {
  readonly trees: number;
  /** Points a tree remembers: the oldest leaves when one comes. */
  readonly remembered: number;
  /** Consecutive values that make a point. */
  readonly shingle: number;
  readonly seed: number;
}

interface Node {
  parent: Node | null;
  left: Node | null;
  right: Node | null;
  /** Of a leaf: its point, and how often it came. */
  point: Float64Array;
  count: number;
  low: Float64Array;
  high: Float64Array;
  dimension: number;
  cut: number;
}

/** The collusive displacement of each shingle, the mean over all trees; NaN until there is a whole shingle. */
export function randomCutScores(
  value: Float64Array,
  { trees, remembered, shingle, seed }: RandomCutOptions,
): Float64Array {
  const scores = new Float64Array(value.length).fill(Number.NaN);
  for (let t = 0; t < trees; t++) {
    const tree = randomCutTree(randomFrom(seed + t));
    const leaves: Node[] = [];
    for (let i = shingle - 1; i < value.length; i++) {
      if (leaves.length === remembered) tree.forget(leaves.shift()!);
      const leaf = tree.learn(value.slice(i - shingle + 1, i + 1));
      leaves.push(leaf);
      scores[i] = (t === 0 ? 0 : scores[i]!) + displacement(leaf) / trees;
    }
  }
  return scores;
}

/** What would move up if the point, with those that hide it, were not there: the most over its ancestors. */
function displacement(leaf: Node): number {
  let most = 0;
  for (let node = leaf; node.parent; node = node.parent) {
    const sibling = node.parent.left === node ? node.parent.right! : node.parent.left!;
    most = Math.max(most, sibling.count / node.count);
  }
  return most;
}

export function randomCutTree(random: Random) {
  let root: Node | null = null;

  function learn(point: Float64Array): Node {
    if (!root) {
      root = leafOf(point, null);
      return root;
    }
    let node: Node = root;
    for (;;) {
      const span = point.map((value, d) => Math.max(node.high[d]!, value) - Math.min(node.low[d]!, value));
      const { dimension, cut } = randomCut(point, node, span, random);
      const isApart = dimension >= 0 && (cut < node.low[dimension]! || cut >= node.high[dimension]!);
      if (isApart) return insertBeside(node, point, dimension, cut);
      if (!node.left || !node.right) {
        // The very same point again.
        recount(node, 1);
        return node;
      }
      node = point[node.dimension]! <= node.cut ? node.left : node.right;
    }
  }

  function insertBeside(node: Node, point: Float64Array, dimension: number, cut: number): Node {
    const { parent } = node;
    const leaf = leafOf(point, null);
    const isLeft = point[dimension]! <= cut;
    const branch: Node = {
      parent,
      left: isLeft ? leaf : node,
      right: isLeft ? node : leaf,
      point,
      count: node.count,
      low: node.low.slice(),
      high: node.high.slice(),
      dimension,
      cut,
    };
    leaf.parent = branch;
    node.parent = branch;
    replace(parent, node, branch);
    for (let above: Node | null = branch; above; above = above.parent) {
      above.count += 1;
      widen(above, point);
    }
    return leaf;
  }

  function forget(leaf: Node): void {
    if (leaf.count > 1) {
      recount(leaf, -1);
      return;
    }
    const { parent } = leaf;
    if (!parent) {
      root = null;
      return;
    }
    const sibling = parent.left === leaf ? parent.right! : parent.left!;
    sibling.parent = parent.parent;
    replace(parent.parent, parent, sibling);
    for (let above = parent.parent; above; above = above.parent) {
      above.count -= 1;
      tighten(above);
    }
  }

  function replace(parent: Node | null, old: Node, by: Node): void {
    if (!parent) root = by;
    else if (parent.left === old) parent.left = by;
    else parent.right = by;
  }

  return { learn, forget };
}

const leafOf = (point: Float64Array, parent: Node | null): Node => ({
  parent,
  left: null,
  right: null,
  point,
  count: 1,
  low: point,
  high: point,
  dimension: -1,
  cut: Number.NaN,
});

/** A dimension with the probability of its span, a place in it at random; -1 where the point is the box. */
function randomCut(point: Float64Array, node: Node, span: Float64Array, random: Random) {
  const total = span.reduce((sum, one) => sum + one, 0);
  if (total === 0) return { dimension: -1, cut: Number.NaN };
  let left = random.next() * total;
  for (let d = 0; d < span.length; d++) {
    if (left < span[d]!) return { dimension: d, cut: Math.min(node.low[d]!, point[d]!) + left };
    left -= span[d]!;
  }
  const last = span.findLastIndex((one) => one > 0);
  return { dimension: last, cut: Math.min(node.low[last]!, point[last]!) };
}

function recount(leaf: Node, by: number): void {
  for (let node: Node | null = leaf; node; node = node.parent) node.count += by;
}

function widen(node: Node, point: Float64Array): void {
  for (let d = 0; d < point.length; d++) {
    node.low[d] = Math.min(node.low[d]!, point[d]!);
    node.high[d] = Math.max(node.high[d]!, point[d]!);
  }
}

function tighten({ low, high, left, right }: Node): void {
  for (let d = 0; d < low.length; d++) {
    low[d] = Math.min(left!.low[d]!, right!.low[d]!);
    high[d] = Math.max(left!.high[d]!, right!.high[d]!);
  }
}
