// What a record model answers: each row stands for itself, without a past. Pure but for running the graph.
import type { RecordModel } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import { computed } from './computed.ts';
import type { LiveRelease } from './live-release.ts';
import { warningsOf } from './reach.ts';

/** A release that answers. */
export type OpenRelease = Extract<LiveRelease, { readonly graph: unknown }>;

export type RecordAnswer = {
  /** As the graph was given them. */
  readonly features: Float32Array;
} & (
  | {
      readonly source: 'model';
      readonly values: Readonly<Record<string, number>>;
      readonly warnings?: readonly string[];
    }
  | { readonly source: 'none'; readonly reason: string }
);

export async function answerRecords<Input>(
  model: RecordModel<Input>,
  { graph, reach = [] }: OpenRelease,
  inputs: readonly Input[],
): Promise<RecordAnswer[]> {
  const { id, features, heads } = model;
  const tensor = tensorOf(
    features,
    inputs.map((input) => model.row(input)),
  );
  const { outputs, refused } = await computed(graph, tensor, { features: features.length, heads: heads.length });
  return inputs.map((_, i) => {
    const row = tensor.subarray(i * features.length, (i + 1) * features.length);
    const why = refused.get(i);
    if (why !== undefined)
      return { features: row, source: 'none', reason: `got a row that ${id} cannot compute with: ${why}` };
    const infinite = row.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (infinite >= 0) {
      const reason = `got a value that makes ${features[infinite]} infinite, want what a 32-bit float can hold`;
      return { features: row, source: 'none', reason };
    }
    const values = Object.fromEntries(heads.map(({ name }, head) => [name, outputs[head]![i]!]));
    const lost = heads.find(({ name }) => !Number.isFinite(values[name]));
    if (!lost) {
      const warnings = warningsOf(reach, row);
      return { features: row, source: 'model', values, ...(warnings.length > 0 && { warnings }) };
    }
    const reason = `got a row of which ${id} knows no ${lost.name}, want one of which less is missing, or that is less far from all it has learnt from`;
    return { features: row, source: 'none', reason };
  });
}
