// What a record model answers: each row stands for itself, without a past. Pure but for running the graph.
import type { RecordModel } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import type { PredictedRow } from '../mesh/contracts.ts';
import type { Graph } from './graph.ts';

export async function answerRecords<Input>(
  model: RecordModel<Input>,
  graph: Graph,
  inputs: readonly Input[],
): Promise<PredictedRow[]> {
  const outputs = await graph.run(
    tensorOf(
      model.features,
      inputs.map((input) => model.row(input)),
    ),
  );
  return inputs.map((_, i) => ({
    source: 'model',
    values: Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]![i]!])),
  }));
}
