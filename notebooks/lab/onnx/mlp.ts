// A neural network as ONNX nodes: columns standardised, then MatMul, Add and Relu per layer.
import type { Mlp } from '../neural/mlp.ts';
import { type GraphPart, partsTogether } from './graph.ts';
import { affinePart, standardPart } from './linear.ts';

export function mlpPart({ standard, layers }: Mlp, { output }: { readonly output: string }): GraphPart {
  const afterLayer = (l: number): string => (l === layers.length - 1 ? output : `${output}_layer_${l + 1}`);
  const parts = layers.map(({ inputs, outputs, weights, biases }, l) => {
    const isLast = l === layers.length - 1;
    const sum = isLast ? output : `${output}_sum_${l + 1}`;
    const coefficients = Float32Array.from({ length: weights.length }, (_, at) => {
      const [i, j] = [Math.floor(at / outputs), at % outputs];
      return weights[j * inputs + i]!;
    });
    return partsTogether(
      affinePart(
        { coefficients, intercepts: biases },
        { input: l === 0 ? `${output}_standardised` : afterLayer(l - 1), output: sum },
      ),
      { nodes: isLast ? [] : [{ op: 'Relu', inputs: [sum], output: afterLayer(l) }], constants: [] },
    );
  });
  return partsTogether(standardPart(standard, { output: `${output}_standardised` }), ...parts);
}
