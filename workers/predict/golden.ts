// Whether a graph answers here as it answered where it was trained: the golden vectors of its release. Pure but for running the graph.
import { float32Hex, float32Of } from '../../models/float32.ts';
import { goldenDistance } from '../../models/golden-distance.ts';
import type { Golden, Release } from '../../models/release.ts';
import type { Graph } from './graph.ts';

/** Trees are equal to the bit in every build of the runtime; sums of products differ in their last bits. */
const TOLERANCE = 2e-6;

export type Rehearsal = { readonly furthest: number } | { readonly mismatch: string };

/** How far the graph is from its golden vectors, or in a sentence where it is too far. */
export async function rehearse(
  graph: Pick<Graph, 'run'>,
  golden: Golden,
  { features, heads }: Release,
): Promise<Rehearsal> {
  const short = golden.cases.find(
    (one) => one.features.length !== features.length || one.outputs.length !== heads.length,
  );
  if (short) return { mismatch: `golden case "${short.what}" has another shape than the release` };
  const outputs = await graph.run(
    Float32Array.from(
      golden.cases.flatMap((one) => one.features),
      float32Of,
    ),
  );
  const { furthest, where } = goldenDistance(golden, heads, outputs);
  if (furthest <= TOLERANCE || !where) return { furthest };
  const { what, head, got, want } = where;
  return {
    mismatch: `golden case "${what}": ${head} is ${got} (${float32Hex(got)}), want ${want} (${float32Hex(want)})`,
  };
}
