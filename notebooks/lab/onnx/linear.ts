// Linear models as ONNX nodes: gaps at the mean, columns standardised, then a product. Everything a raw row needs is inside the graph.
import type { Logistic } from '../linear/logistic.ts';
import type { Ridge } from '../linear/ridge.ts';
import type { Standard } from '../standard.ts';
import { attr, type GraphPart, INPUT, partsTogether } from './graph.ts';

export interface Wiring {
  /** What the part reads: the features, or the output of another part. */
  readonly input?: string;
  readonly output: string;
}

export function standardPart({ mean, deviation }: Standard, { input = INPUT, output }: Wiring): GraphPart {
  const filled = `${output}_filled`;
  return {
    nodes: [
      {
        op: 'Imputer',
        domain: 'ai.onnx.ml',
        inputs: [input],
        output: filled,
        attributes: [attr.floats('imputed_value_floats', mean), attr.float('replaced_value_float', Number.NaN)],
      },
      {
        op: 'Scaler',
        domain: 'ai.onnx.ml',
        inputs: [filled],
        output,
        attributes: [
          attr.floats('offset', mean),
          attr.floats(
            'scale',
            deviation.map((one) => (one === 0 ? 0 : 1 / one)),
          ),
        ],
      },
    ],
    constants: [],
  };
}

/** `coefficients` row by row: one row per column of the input. */
export function affinePart(
  { coefficients, intercepts }: { readonly coefficients: ArrayLike<number>; readonly intercepts: ArrayLike<number> },
  { input = INPUT, output }: Wiring,
): GraphPart {
  const [product, weights, bias] = [`${output}_product`, `${output}_weights`, `${output}_bias`];
  const columns = intercepts.length;
  return {
    nodes: [
      { op: 'MatMul', inputs: [input, weights], output: product },
      { op: 'Add', inputs: [product, bias], output },
    ],
    constants: [
      { name: weights, type: 'float', value: coefficients, shape: [coefficients.length / columns, columns] },
      { name: bias, type: 'float', value: intercepts },
    ],
  };
}

export function ridgePart({ standard, coefficients, intercept }: Ridge, { input = INPUT, output }: Wiring): GraphPart {
  const standardised = `${output}_standardised`;
  return partsTogether(
    standardPart(standard, { input, output: standardised }),
    affinePart({ coefficients, intercepts: [intercept] }, { input: standardised, output }),
  );
}

/** The columns of a matrix, each under a name of its own. */
export function columnsPart(input: string, outputs: readonly string[]): GraphPart {
  return {
    nodes: outputs.map((output) => ({
      op: 'Gather',
      inputs: [input, `${output}_column`],
      output,
      attributes: [attr.int('axis', 1)],
    })),
    constants: outputs.map((output, k) => ({ name: `${output}_column`, type: 'int64', value: k })),
  };
}

/** One output per class, in order, each a column of probabilities. */
export function logisticPart(
  { standard, coefficients, intercepts }: Logistic,
  { input = INPUT, outputs }: { readonly input?: string; readonly outputs: readonly string[] },
): GraphPart {
  const [first] = outputs;
  if (first === undefined || outputs.length !== intercepts.length) {
    throw new Error(`got ${outputs.length} names of outputs, want one for each of ${intercepts.length} classes`);
  }
  const [standardised, scores, chances] = [`${first}_standardised`, `${first}_scores`, `${first}_chances`];
  return partsTogether(
    standardPart(standard, { input, output: standardised }),
    affinePart({ coefficients, intercepts }, { input: standardised, output: scores }),
    {
      nodes: [{ op: 'Softmax', inputs: [scores], output: chances, attributes: [attr.int('axis', 1)] }],
      constants: [],
    },
    columnsPart(chances, outputs),
  );
}
