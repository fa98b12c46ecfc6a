// Principal components as ONNX nodes: columns standardised, then one product.
import type { Pca } from '../pca/pca.ts';
import { type GraphPart, partsTogether } from './graph.ts';
import { affinePart, columnsPart, standardPart } from './linear.ts';

/** One output per component, in order. */
export function pcaPart(
  { standard, components }: Pca,
  { outputs }: { readonly outputs: readonly string[] },
): GraphPart {
  const features = standard.mean.length;
  const kept = components.length / features;
  const [first] = outputs;
  if (first === undefined || outputs.length !== kept) {
    throw new Error(`got ${outputs.length} names of outputs, want one for each of ${kept} components`);
  }
  const coefficients = Float64Array.from({ length: components.length }, (_, at) => {
    const [j, k] = [Math.floor(at / kept), at % kept];
    return components[k * features + j]!;
  });
  return partsTogether(
    standardPart(standard, { output: `${first}_standardised` }),
    affinePart(
      { coefficients, intercepts: new Float64Array(kept) },
      { input: `${first}_standardised`, output: `${first}_all` },
    ),
    columnsPart(`${first}_all`, outputs),
  );
}
