// Whether a graph answers here as it answered where it was trained: the golden vectors of its release. Pure but for running the graph.
import { float32Hex, float32Of } from '../../models/float32.ts';
import type { Golden, Release } from '../../models/release.ts';
import type { Graph } from './graph.ts';

/** Trees are equal to the bit in every build of the runtime; sums of products differ in their last bits. */
const RELATIVE_TOLERANCE = 2e-6;

/** Null when all agree, else the first that does not, in a sentence. */
export async function goldenMismatch(
  graph: Graph,
  golden: Golden,
  { features, heads }: Release,
): Promise<string | null> {
  const short = golden.cases.find(
    (one) => one.features.length !== features.length || one.outputs.length !== heads.length,
  );
  if (short) return `golden case "${short.what}" has another shape than the release`;
  const outputs = await graph.run(
    Float32Array.from(
      golden.cases.flatMap((one) => one.features),
      float32Of,
    ),
  );
  for (const [row, { what, outputs: wanted }] of golden.cases.entries()) {
    for (const [column, head] of heads.entries()) {
      const want = float32Of(wanted[column]!);
      const got = outputs[column]![row]!;
      if (!agree(got, want))
        return `golden case "${what}": ${head} is ${got} (${float32Hex(got)}), want ${want} (${float32Hex(want)})`;
    }
  }
  return null;
}

function agree(got: number, want: number): boolean {
  return Object.is(got, want) || Math.abs(got - want) <= RELATIVE_TOLERANCE * Math.abs(want);
}
