// What each feature of a row did on its way through a tree ensemble: at every cut the mean of the rows below changes, and the column of the cut is who changed it.
import { type Ensemble, LEAF } from '../onnx/forest.ts';
import type { Attributed } from './attributed.ts';

/** Exact: the mean of all rows and the changes along the path add up to the leaf. Throws a sentence where the file does not say how many rows came by each node. */
export function treesExplained(ensemble: Ensemble): (row: Float32Array) => Attributed {
  const means = nodeMeans(ensemble);
  const { base, roots, feature, number, left, right, missingLeft } = ensemble;
  const expected = roots.reduce((sum, root) => sum + means[root]!, base);
  return (row) => {
    const parts = new Float64Array(row.length);
    let value = base;
    for (const root of roots) {
      let node = root;
      for (let column = feature[node]!; column !== LEAF; column = feature[node]!) {
        const said = row[column]!;
        const goesLeft = Number.isNaN(said) ? missingLeft[node] === 1 : said <= number[node]!;
        const next = goesLeft ? left[node]! : right[node]!;
        parts[column]! += means[next]! - means[node]!;
        node = next;
      }
      value += number[node]!;
    }
    return { value, expected, parts, factors: new Set(), raw: null };
  };
}

/** Of the leaves below each node, by how many rows of the training came there. */
function nodeMeans({ roots, feature, number, left, right, cover }: Ensemble): Float64Array {
  if (!cover) throw new Error('its trees do not say how many rows came by each node');
  const means = Float64Array.from(number);
  const meanOf = (node: number): number => {
    if (feature[node] === LEAF) return means[node]!;
    const [low, high] = [left[node]!, right[node]!];
    const rows = cover[low]! + cover[high]!;
    means[node] = (meanOf(low) * cover[low]! + meanOf(high) * cover[high]!) / rows;
    return means[node]!;
  };
  for (const root of roots) meanOf(root);
  return means;
}
