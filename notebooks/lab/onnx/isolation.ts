// An isolation forest as ONNX nodes: path lengths are the leaves of a forest, the score is a power of two.
import type { IsolationForest } from '../isolation/isolation-forest.ts';
import { forestNode } from './forest.ts';
import type { GraphPart } from './graph.ts';

export function isolationPart(
  { paths, usualPath }: IsolationForest,
  { output }: { readonly output: string },
): GraphPart {
  const [path, exponent, perPath, two] = [
    `${output}_path`,
    `${output}_exponent`,
    `${output}_per_path`,
    `${output}_two`,
  ];
  return {
    nodes: [
      forestNode(paths, path),
      { op: 'Mul', inputs: [path, perPath], output: exponent },
      { op: 'Pow', inputs: [two, exponent], output },
    ],
    constants: [
      { name: perPath, type: 'float', value: -1 / usualPath },
      { name: two, type: 'float', value: 2 },
    ],
  };
}
