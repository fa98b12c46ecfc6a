// Golden vectors: what the rehearsal asks, the feature rows that gives and what the graph answers, to the bit. Made once per release, compared in every runtime.
import { formatInstant } from '../../data/time.ts';
import { float32Hex } from '../../models/float32.ts';
import { historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { rehearsalFacts, rehearsalQuestions } from '../../models/rehearsal.ts';
import type { GoldenCase } from '../../models/release.ts';
import { tensorOf } from '../../models/tensor.ts';
import { runOnnx } from './onnx/run.ts';

export async function goldenCases(model: SeriesModel, onnx: Uint8Array): Promise<GoldenCase[]> {
  const facts = rehearsalFacts(model);
  const questions = rehearsalQuestions(model);
  const rows = questions.map(({ entity, validAt, issuedAt }) =>
    model.row(historyAsOf(facts, issuedAt), entity, validAt, issuedAt),
  );
  const width = model.features.length;
  const x = tensorOf(model.features, rows);
  const heads = model.heads.map(({ name }) => name);
  const outputs = await runOnnx(onnx, x, width, heads);
  return questions.map(({ what, entity, validAt, issuedAt }, i) => ({
    what,
    entity,
    valid_at: formatInstant(validAt),
    issued_at: formatInstant(issuedAt),
    features: Array.from(x.subarray(i * width, (i + 1) * width), float32Hex),
    outputs: outputs.map((values) => float32Hex(values[i]!)),
  }));
}
