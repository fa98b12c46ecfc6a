// Makes a release: the ONNX file, what it is and how it did, and its golden vectors. Refuses one that does not pass the model's gates.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate, ModelDefinition } from '../../models/model.ts';
import { type GateVerdict, Release } from '../../models/release.ts';
import { withFigures } from './card.ts';
import type { TrainingEnergy } from './energy.ts';
import { goldenCases } from './golden.ts';
import { OPSET } from './onnx/graph.ts';
import { runOnnx } from './onnx/run.ts';
import { goldenText, releaseText } from './release-text.ts';
import { sixDigits } from './six-digits.ts';
import { sketchesOf, sketchOf, timesOf } from './sketch.ts';

export interface Candidate {
  readonly model: ModelDefinition;
  readonly onnx: Uint8Array;
  readonly featureSha256: string;
  /** Of the code that trained it: `trainingSha256(model.id)`. */
  readonly trainingSha256: Promise<string>;
  /** ISO 8601: the clock is the caller's. */
  readonly trainedAt: string;
  readonly seed: number;
  readonly data: Release['data'];
  readonly metrics: Readonly<Record<string, number>>;
  /** Feature rows, as tensorOf gives them, like those it will meet: they and its answers to them are sketched. */
  readonly x: Float32Array;
  /** When each of them is valid: they are sketched by season too. Absent for records, which have no time. */
  readonly at?: Float64Array;
  readonly energy: TrainingEnergy;
}

/** Each gate beside what the candidate reached. A metric nobody measured passes nothing. */
export function verdicts(gates: readonly Gate[], metrics: Readonly<Record<string, number>>): GateVerdict[] {
  return gates.map(({ metric, atMost, atLeast }) => {
    const got = metrics[metric] ?? Number.NaN;
    const passed = got <= (atMost ?? Number.POSITIVE_INFINITY) && got >= (atLeast ?? Number.NEGATIVE_INFINITY);
    return {
      metric,
      ...(atMost === undefined ? {} : { at_most: atMost }),
      ...(atLeast === undefined ? {} : { at_least: atLeast }),
      got: Number.isFinite(got) ? got : null,
      passed,
    };
  });
}

/** Writes model.onnx, release.json, golden.json and the figures of the card, or throws and writes nothing. */
export async function writeRelease(directory: string, candidate: Candidate): Promise<Release> {
  const { model, onnx, featureSha256, seed, data, x, at } = candidate;
  const trainingSha256 = await candidate.trainingSha256;
  const gates = verdicts(model.gates, candidate.metrics);
  const failed = gates.filter(({ passed }) => !passed);
  if (failed.length > 0) throw new Error(`${model.id} is not released: ${failed.map(sayGate).join('; ')}`);
  const onnxSha256 = createHash('sha256').update(onnx).digest('hex');
  const before = standing(directory, onnxSha256, featureSha256);
  const trainedAt = before?.trained_at ?? candidate.trainedAt;
  const heads = model.heads.map(({ name }) => name);
  const outputs = await runOnnx(onnx, x, model.features.length, heads);
  const times = at && timesOf(at);
  const release: Release = {
    id: `${trainedAt.slice(0, 10)}-${onnxSha256.slice(0, 8)}`,
    model: model.id,
    trained_at: trainedAt,
    seed,
    data,
    onnx_sha256: onnxSha256,
    onnx_bytes: onnx.length,
    opset: OPSET,
    feature_sha256: featureSha256,
    training_sha256: trainingSha256,
    energy: before?.energy ?? inSixDigits(candidate.energy),
    features: [...model.features],
    heads,
    metrics: Object.fromEntries(Object.entries(candidate.metrics).map(([name, value]) => [name, sixDigits(value)])),
    gates: gates.map((gate) => ({ ...gate, got: gate.got === null ? null : sixDigits(gate.got) })),
    sketches: {
      features: sketchesOf(model.features, x, times),
      heads: heads.map((name, head) => sketchOf(name, Float64Array.from(outputs[head]!), times)),
    },
  };
  const cases = await goldenCases(model, onnx);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'model.onnx'), onnx);
  writeFileSync(join(directory, 'release.json'), releaseText(Release.parse(release)));
  writeFileSync(
    join(directory, 'golden.json'),
    goldenText({ model: model.id, onnx_sha256: onnxSha256, feature_sha256: featureSha256, cases }),
  );
  const card = join(directory, 'README.md');
  const text = existsSync(card) ? readFileSync(card, 'utf8') : `# ${model.id}: ${model.title.en}\n`;
  writeFileSync(card, withFigures(text, release));
  return release;
}

/** The release that stands there, when it is this very one: trained again, it keeps its date, and what it cost then. */
function standing(directory: string, onnxSha256: string, featureSha256: string): Release | null {
  const path = join(directory, 'release.json');
  if (!existsSync(path)) return null;
  const { data, success } = Release.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return success && data.onnx_sha256 === onnxSha256 && data.feature_sha256 === featureSha256 ? data : null;
}

const inSixDigits = ({ cpu_seconds, kwh, g_co2e, method }: TrainingEnergy): TrainingEnergy => ({
  cpu_seconds: sixDigits(cpu_seconds),
  kwh: sixDigits(kwh),
  g_co2e: sixDigits(g_co2e),
  method,
});

function sayGate({ metric, got, at_least, at_most }: GateVerdict): string {
  const want = [
    at_least === undefined ? '' : `at least ${at_least}`,
    at_most === undefined ? '' : `at most ${at_most}`,
  ];
  return `${metric} is ${got ?? 'not measured'}, want ${want.filter(Boolean).join(' and ')}`;
}
