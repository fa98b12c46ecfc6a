// The walk through a tree ensemble: four at a time and without a branch to guess. Adds leaves in Float32 in the order of the trees, as ONNX Runtime does on one thread.
import { type Block, emptyBlock, type Kernel } from './block.ts';
import { type Ensemble, LEAF } from './forest.ts';

/** A node is four words: column, number, the node to the right, the node to the left. */
const WORDS = 4;
const NUMBER = 1;
const RIGHT = 2;

/** A leaf leads to itself: a walk may go on in it until the deepest of its tree is reached. */
export function walkOf(ensemble: Ensemble): Kernel {
  const { base, feature, number, left, right, missingLeft } = ensemble;
  const words = new Int32Array(WORDS * feature.length);
  const numbers = new Float32Array(words.buffer);
  const roots = ensemble.roots.map((root) => WORDS * root);
  const depths = ensemble.roots.map((root) => depthBelow(ensemble, root));

  function laidOut(columns: number): void {
    for (let place = 0; place < feature.length; place++) {
      const at = WORDS * place;
      const isLeaf = feature[place] === LEAF;
      words[at] = isLeaf ? 0 : feature[place]! + (missingLeft[place] === 1 ? columns : 0);
      numbers[at + NUMBER] = number[place]!;
      words[at + RIGHT] = WORDS * (isLeaf ? place : right[place]!);
      words[at + RIGHT + 1] = WORDS * (isLeaf ? place : left[place]!);
    }
  }

  let laidOutFor = 0;
  return ({ rows, columns, data }: Block): Block => {
    if (laidOutFor !== columns) laidOut(columns);
    laidOutFor = columns;
    const sided = withSides(rows, columns, data);
    const width = 2 * columns;
    const out = emptyBlock(rows, 1);
    const sums = out.data;
    const inFours = rows - (rows % 4);
    // Tree by tree over all rows: a tree stays in the fastest memory while it is asked.
    for (let tree = 0; tree < roots.length; tree++) {
      const depth = depths[tree]!;
      for (let row = 0; row < inFours; row += 4) {
        const [at0, at1, at2, at3] = [row * width, (row + 1) * width, (row + 2) * width, (row + 3) * width];
        let a = roots[tree]!;
        let b = a;
        let c = a;
        let d = a;
        for (let level = 0; level < depth; level++) {
          a = words[a + RIGHT + +(sided[at0 + words[a]!]! <= numbers[a + NUMBER]!)]!;
          b = words[b + RIGHT + +(sided[at1 + words[b]!]! <= numbers[b + NUMBER]!)]!;
          c = words[c + RIGHT + +(sided[at2 + words[c]!]! <= numbers[c + NUMBER]!)]!;
          d = words[d + RIGHT + +(sided[at3 + words[d]!]! <= numbers[d + NUMBER]!)]!;
        }
        sums[row] = sums[row]! + numbers[a + NUMBER]!;
        sums[row + 1] = sums[row + 1]! + numbers[b + NUMBER]!;
        sums[row + 2] = sums[row + 2]! + numbers[c + NUMBER]!;
        sums[row + 3] = sums[row + 3]! + numbers[d + NUMBER]!;
      }
    }
    for (let row = inFours; row < rows; row++) sums[row] = alone(sided, row * width);
    for (let row = 0; row < rows; row++) sums[row] = sums[row]! + base;
    return out;
  };

  /** One row, through four trees at a time. */
  function alone(sided: Float32Array, at: number): number {
    let sum = 0;
    let tree = 0;
    for (; tree + 3 < roots.length; tree += 4) {
      let [a, b, c, d] = [roots[tree]!, roots[tree + 1]!, roots[tree + 2]!, roots[tree + 3]!];
      const depth = Math.max(depths[tree]!, depths[tree + 1]!, depths[tree + 2]!, depths[tree + 3]!);
      for (let level = 0; level < depth; level++) {
        a = words[a + RIGHT + +(sided[at + words[a]!]! <= numbers[a + NUMBER]!)]!;
        b = words[b + RIGHT + +(sided[at + words[b]!]! <= numbers[b + NUMBER]!)]!;
        c = words[c + RIGHT + +(sided[at + words[c]!]! <= numbers[c + NUMBER]!)]!;
        d = words[d + RIGHT + +(sided[at + words[d]!]! <= numbers[d + NUMBER]!)]!;
      }
      sum = Math.fround(sum + numbers[a + NUMBER]!);
      sum = Math.fround(sum + numbers[b + NUMBER]!);
      sum = Math.fround(sum + numbers[c + NUMBER]!);
      sum = Math.fround(sum + numbers[d + NUMBER]!);
    }
    for (; tree < roots.length; tree++) {
      let a = roots[tree]!;
      for (let level = 0; level < depths[tree]!; level++) {
        a = words[a + RIGHT + +(sided[at + words[a]!]! <= numbers[a + NUMBER]!)]!;
      }
      sum = Math.fround(sum + numbers[a + NUMBER]!);
    }
    return sum;
  }
}

/** Each row twice: where a missing value goes right it is above every threshold, where it goes left below. */
function withSides(rows: number, columns: number, data: Float32Array): Float32Array {
  const { data: out } = emptyBlock(rows, 2 * columns);
  for (let from = 0, to = 0; from < data.length; from += columns, to += 2 * columns) {
    for (let column = 0; column < columns; column++) {
      const value = data[from + column]!;
      const isMissing = Number.isNaN(value);
      out[to + column] = isMissing ? Number.POSITIVE_INFINITY : value;
      out[to + columns + column] = isMissing ? Number.NEGATIVE_INFINITY : value;
    }
  }
  return out;
}

/** Level by level. */
function depthBelow({ feature, left, right }: Ensemble, root: number): number {
  let level = [root];
  for (let depth = 0; ; depth++) {
    const below: number[] = [];
    for (const place of level) if (feature[place] !== LEAF) below.push(left[place]!, right[place]!);
    if (below.length === 0) return depth;
    level = below;
  }
}
