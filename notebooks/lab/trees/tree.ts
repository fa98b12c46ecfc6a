// A regression tree as flat arrays, and what a sum of them predicts. Decides as ONNX does: Float32, BRANCH_LEQ, a side for NaN.

export interface Tree {
  /** -1 for a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  /** Taken when the value is at most the threshold. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Of a leaf; already multiplied by the learning rate. Float32, for the runtime holds no more. */
  readonly value: Float32Array;
  /** What each cut took off the squared error (of the gradients); absent where no target was fitted. */
  readonly gain?: Float32Array;
  /** How many of the rows it was grown from came by each node; absent where it was grown from none. */
  readonly cover?: Float32Array;
}

/** A threshold no value exceeds: it cuts what is known from what is missing. */
export const ABOVE_ALL = Math.fround(3.4e38);

export function emptyTree(nodes: number): Required<Tree> {
  return {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    cover: new Float32Array(nodes),
  };
}

/** Its first nodes. */
export function cropTree(tree: Tree, nodes: number): Tree {
  return {
    feature: tree.feature.slice(0, nodes),
    threshold: tree.threshold.slice(0, nodes),
    left: tree.left.slice(0, nodes),
    right: tree.right.slice(0, nodes),
    missingLeft: tree.missingLeft.slice(0, nodes),
    value: tree.value.slice(0, nodes),
    ...(tree.gain && { gain: tree.gain.slice(0, nodes) }),
    ...(tree.cover && { cover: tree.cover.slice(0, nodes) }),
  };
}

export interface Forest {
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** `x` is row-major, as tensorOf gives it. */
export function predictForest({ base, trees }: Forest, x: Float32Array, features: number): Float64Array {
  const out = new Float64Array(x.length / features).fill(base);
  for (const tree of trees) addTree(tree, x, features, out);
  return out;
}

/** Adds what the tree says of each row of x. */
export function addTree(tree: Tree, x: Float32Array, features: number, out: Float64Array): void {
  for (let row = 0; row < out.length; row++) out[row]! += tree.value[leafOf(tree, x, row * features)]!;
}

function leafOf(tree: Tree, x: Float32Array, offset: number): number {
  let node = 0;
  for (let feature = tree.feature[0]!; feature >= 0; feature = tree.feature[node]!) {
    const value = x[offset + feature]!;
    const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= tree.threshold[node]!;
    node = goesLeft ? tree.left[node]! : tree.right[node]!;
  }
  return node;
}
