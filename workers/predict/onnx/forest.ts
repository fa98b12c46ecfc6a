// A tree ensemble as typed arrays, as its ONNX node says it. Walks nothing; refuses an ensemble of another make than our own writer's.
import type { OnnxNode } from './file.ts';

/** One entry per node, all trees behind one another; children are places in these arrays. */
export interface Ensemble {
  readonly base: number;
  /** Of each tree, in the order in which they are added. */
  readonly roots: Int32Array;
  /** The column to look at; LEAF for a leaf. */
  readonly feature: Int32Array;
  /** Of a branch the most that goes left, of a leaf what it adds. */
  readonly number: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Rows that came by where it was trained; null when the file does not say. */
  readonly cover: Float32Array | null;
}

export const LEAF = -1;

/** Whoever walks it never comes back: no runtime is asked to. */
export class CircularTreeError extends Error {
  override readonly name = 'CircularTreeError';
}

export function ensembleOf({ attributes }: OnnxNode): Ensemble {
  const ints = (name: string) => present(name, attributes.ints(name));
  const floats = (name: string) => present(name, attributes.floats(name));
  only('n_targets', attributes.int('n_targets'), 1);
  only('aggregate_function', attributes.string('aggregate_function') ?? 'SUM', 'SUM');
  only('post_transform', attributes.string('post_transform') ?? 'NONE', 'NONE');
  const modes = present('nodes_modes', attributes.strings('nodes_modes'));
  const [trees, nodes] = [ints('nodes_treeids'), ints('nodes_nodeids')];
  const [columns, thresholds] = [ints('nodes_featureids'), floats('nodes_values')];
  const [whenTrue, whenFalse] = [ints('nodes_truenodeids'), ints('nodes_falsenodeids')];
  const begins = new Map<number, number>();
  for (let place = 0; place < trees.length; place++) {
    const tree = trees[place]!;
    if (tree !== trees[place - 1] && !begins.has(tree)) begins.set(tree, place);
  }
  let [asked, begin] = [Number.NaN, Number.NaN];
  /** Whoever asks goes tree by tree. */
  function placeOf(tree: number, node: number): number {
    if (tree !== asked) [asked, begin] = [tree, begins.get(tree)!];
    const place = begin + node;
    if (trees[place] !== tree || nodes[place] !== node)
      throw new Error(`tree ${tree} has no node ${node} in its place`);
    return place;
  }
  const count = modes.length;
  const ensemble = {
    base: attributes.floats('base_values')?.[0] ?? 0,
    roots: Int32Array.from(begins.values()),
    feature: new Int32Array(count).fill(LEAF),
    number: new Float32Array(count),
    left: new Int32Array(count),
    right: new Int32Array(count),
    missingLeft: Uint8Array.from(ints('nodes_missing_value_tracks_true')),
    cover: attributes.floats('nodes_hitrates') ?? null,
  };
  for (let place = 0; place < count; place++) {
    const mode = modes[place];
    if (mode === 'LEAF') continue;
    only('nodes_modes', mode, 'BRANCH_LEQ');
    if (!Number.isFinite(thresholds[place]))
      throw new Error(`node ${place} of the tree ensemble compares with infinity`);
    ensemble.feature[place] = columns[place]!;
    ensemble.number[place] = thresholds[place]!;
    ensemble.left[place] = placeOf(trees[place]!, whenTrue[place]!);
    ensemble.right[place] = placeOf(trees[place]!, whenFalse[place]!);
  }
  const [leafTrees, leafNodes] = [ints('target_treeids'), ints('target_nodeids')];
  const weights = floats('target_weights');
  for (let i = 0; i < weights.length; i++) ensemble.number[placeOf(leafTrees[i]!, leafNodes[i]!)] = weights[i]!;
  mustEnd(ensemble);
  return ensemble;
}

/** A tree passes each of its nodes once. */
function mustEnd({ roots, feature, left, right }: Ensemble): void {
  const open = [...roots];
  let passed = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    passed += 1;
    if (passed > feature.length) throw new CircularTreeError('a tree of the ensemble leads back to where it has been');
    if (feature[place] !== LEAF) open.push(left[place]!, right[place]!);
  }
}

function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`the tree ensemble has no ${name}`);
  return value;
}

function only<T>(name: string, got: T, want: T): void {
  if (got !== want) throw new Error(`the tree ensemble has ${name} ${got}, want ${want}`);
}
