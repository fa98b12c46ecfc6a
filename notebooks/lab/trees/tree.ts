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
