// Golden vectors: what the rehearsal asks, the feature rows that gives and what the graph answers, to the bit. Made once per release, compared in every runtime.
import { formatInstant } from '../../data/time.ts';
import { float32Hex } from '../../models/float32.ts';
import type { DetectorModel, ModelDefinition, RecordModel, SeriesModel } from '../../models/model.ts';
import { rehearsalFacts, rehearsalQuestions, rehearsedRow } from '../../models/rehearsal.ts';
import { GoldenCase } from '../../models/release.ts';
import { tensorOf } from '../../models/tensor.ts';
import { runOnnx } from './onnx/run.ts';

interface Rehearsed {
  readonly question: Omit<GoldenCase, 'features' | 'outputs'>;
  readonly row: Readonly<Record<string, number>>;
}

export async function goldenCases(model: ModelDefinition, onnx: Uint8Array): Promise<GoldenCase[]> {
  const cases = model.kind === 'record' ? ofExamples(model) : ofRehearsal(model);
  const width = model.features.length;
  const x = tensorOf(
    model.features,
    cases.map(({ row }) => row),
  );
  const outputs = await runOnnx(
    onnx,
    x,
    width,
    model.heads.map(({ name }) => name),
  );
  return cases.map(({ question }, i) =>
    GoldenCase.parse({
      ...question,
      features: Array.from(x.subarray(i * width, (i + 1) * width), float32Hex),
      outputs: outputs.map((values) => float32Hex(values[i]!)),
    }),
  );
}

function ofExamples(model: RecordModel): Rehearsed[] {
  return model.examples.map(({ what, input }) => ({
    // As it comes over the wire: JSON, which the schema of the release checks.
    question: { what, input: JSON.parse(JSON.stringify(input)) },
    row: model.row(input),
  }));
}

function ofRehearsal(model: SeriesModel | DetectorModel): Rehearsed[] {
  const facts = rehearsalFacts(model);
  return rehearsalQuestions(model).map((asked) => {
    const { what, entity, validAt, issuedAt } = asked;
    const question = { what, entity, valid_at: formatInstant(validAt) };
    return {
      question: model.kind === 'detector' ? question : { ...question, issued_at: formatInstant(issuedAt) },
      row: rehearsedRow(model, facts, asked),
    };
  });
}
