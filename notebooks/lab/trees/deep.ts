// Grows one deep tree, each node by itself: some columns drawn, the best cut found, its rows parted. Knows nothing of how cuts are found.
import { type Random, sample } from '../random.ts';
import type { Tree } from './tree.ts';

/** Rows order[from … to), and what they hold. */
export interface NodeRows {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  /** Sum of weighted targets. */
  readonly sum: number;
  /** Sum of weights. */
  readonly weight: number;
}

export interface Cut {
  readonly column: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Squares of the sums of both sides, each by its weight: the higher, the less variance is left. */
  readonly worth: number;
}

/** The best cut of one column that leaves `minRows` rows on each side, if it is worth more than `atLeast`. */
export type CutFinder = (
  rows: NodeRows,
  column: number,
  minRows: number,
  atLeast: number,
  random: Random,
) => Cut | null;

export interface DeepOptions {
  readonly x: Float32Array;
  readonly features: number;
  readonly target: Float64Array;
  /** 0 where the tree does not see the row. */
  readonly weights: Float64Array;
  readonly random: Random;
  readonly findCut: CutFinder;
  readonly columnShare: number;
  readonly minRows: number;
  readonly maxDepth: number;
  /** A leaf's value is its mean divided by this: then a forest is a sum. */
  readonly trees: number;
}

/** Of a node's own worth: a gain below it is rounding. */
const LEAST_SHARE = 1e-12;

export function growDeep(options: DeepOptions): Tree {
  const { x, features, target, weights, random, findCut, columnShare, minRows, maxDepth, trees } = options;
  const order = Int32Array.from(target.keys()).filter((row) => weights[row]! > 0);
  const spill = new Int32Array(order.length);
  const columnCount = Math.max(1, Math.round(features * columnShare));
  const nodes: {
    feature: number;
    threshold: number;
    left: number;
    right: number;
    missingLeft: number;
    value: number;
    gain: number;
    cover: number;
  }[] = [];

  const rowsOf = (from: number, to: number): NodeRows => {
    let [sum, weight] = [0, 0];
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      sum += weights[row]! * target[row]!;
      weight += weights[row]!;
    }
    return { order, from, to, target, weights, sum, weight };
  };

  const isPure = ({ from, to }: NodeRows): boolean => {
    for (let i = from + 1; i < to; i++) if (target[order[i]!] !== target[order[from]!]) return false;
    return true;
  };

  const bestCut = (rows: NodeRows): Cut | null => {
    const own = (rows.sum * rows.sum) / rows.weight;
    let best: Cut | null = null;
    let atLeast = own + LEAST_SHARE * own;
    for (const column of sample(random, features, columnCount)) {
      const cut = findCut(rows, column, minRows, atLeast, random);
      if (!cut) continue;
      best = cut;
      atLeast = cut.worth;
    }
    return best;
  };

  const part = ({ from, to }: NodeRows, { column, threshold, missingLeft }: Cut): number => {
    let write = from;
    let spilled = 0;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      const value = x[row * features + column]!;
      const left = Number.isNaN(value) ? missingLeft : value <= threshold;
      if (left) order[write++] = row;
      else spill[spilled++] = row;
    }
    order.set(spill.subarray(0, spilled), write);
    return write;
  };

  // A stack, for a tree may be deeper than calls can be.
  const open = [{ node: 0, from: 0, to: order.length, depth: 0 }];
  nodes.push(leafNode());
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, from, to, depth } = next;
    const rows = rowsOf(from, to);
    nodes[node]!.cover = to - from;
    const mayCut = depth < maxDepth && to - from >= 2 * minRows && !isPure(rows);
    const cut = mayCut ? bestCut(rows) : null;
    if (!cut) {
      nodes[node]!.value = rows.sum / rows.weight / trees;
      continue;
    }
    const middle = part(rows, cut);
    const [left, right] = [nodes.push(leafNode()) - 1, nodes.push(leafNode()) - 1];
    nodes[node] = {
      feature: cut.column,
      threshold: cut.threshold,
      left,
      right,
      missingLeft: cut.missingLeft ? 1 : 0,
      value: 0,
      gain: cut.worth - (rows.sum * rows.sum) / rows.weight,
      cover: to - from,
    };
    open.push({ node: right, from: middle, to, depth: depth + 1 }, { node: left, from, to: middle, depth: depth + 1 });
  }
  return {
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    threshold: Float32Array.from(nodes, ({ threshold }) => threshold),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => missingLeft),
    value: Float32Array.from(nodes, ({ value }) => value),
    gain: Float32Array.from(nodes, ({ gain }) => gain),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
  };
}

const leafNode = () => ({ feature: -1, threshold: 0, left: 0, right: 0, missingLeft: 0, value: 0, gain: 0, cover: 0 });
