// Makes a release: the ONNX file, what it is and how it did, and its golden vectors. Refuses one that does not pass the model's gates.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate, SeriesModel } from '../../models/model.ts';
import { type GateVerdict, type Golden, Release } from '../../models/release.ts';
import { goldenCases } from './golden.ts';
import { OPSET } from './onnx/graph.ts';

export interface Candidate {
  readonly model: SeriesModel;
  readonly onnx: Uint8Array;
  readonly featureSha256: string;
  /** ISO 8601: the clock is the caller's. */
  readonly trainedAt: string;
  readonly seed: number;
  readonly data: Release['data'];
  readonly metrics: Readonly<Record<string, number>>;
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

/** Writes model.onnx, release.json and golden.json, or throws and writes nothing. */
export async function writeRelease(directory: string, candidate: Candidate): Promise<Release> {
  const { model, onnx, featureSha256, seed, data } = candidate;
  const gates = verdicts(model.gates, candidate.metrics);
  const failed = gates.filter(({ passed }) => !passed);
  if (failed.length > 0) throw new Error(`${model.id} is not released: ${failed.map(sayGate).join('; ')}`);
  const onnxSha256 = createHash('sha256').update(onnx).digest('hex');
  const trainedAt = standing(directory, onnxSha256, featureSha256)?.trained_at ?? candidate.trainedAt;
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
    features: [...model.features],
    heads: model.heads.map(({ name }) => name),
    metrics: Object.fromEntries(Object.entries(candidate.metrics).map(([name, value]) => [name, rounded(value)])),
    gates: gates.map((gate) => ({ ...gate, got: gate.got === null ? null : rounded(gate.got) })),
  };
  const cases = await goldenCases(model, onnx);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'model.onnx'), onnx);
  writeFileSync(join(directory, 'release.json'), `${JSON.stringify(Release.parse(release), null, 2)}\n`);
  writeFileSync(
    join(directory, 'golden.json'),
    goldenText({ model: model.id, onnx_sha256: onnxSha256, feature_sha256: featureSha256, cases }),
  );
  return release;
}

/** The release that stands there, when it is this very one: trained again, it keeps its date. */
function standing(directory: string, onnxSha256: string, featureSha256: string): Release | null {
  const path = join(directory, 'release.json');
  if (!existsSync(path)) return null;
  const { data, success } = Release.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return success && data.onnx_sha256 === onnxSha256 && data.feature_sha256 === featureSha256 ? data : null;
}

/** Six digits say all there is to say, and hide the last bits, in which machines may differ. */
const rounded = (value: number): number => Number(value.toPrecision(6));

function sayGate({ metric, got, at_least, at_most }: GateVerdict): string {
  const want = [
    at_least === undefined ? '' : `at least ${at_least}`,
    at_most === undefined ? '' : `at most ${at_most}`,
  ];
  return `${metric} is ${got ?? 'not measured'}, want ${want.filter(Boolean).join(' and ')}`;
}

/** One case a line, so that a change can be read. */
function goldenText({ cases, ...rest }: Golden): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"cases":[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
}
