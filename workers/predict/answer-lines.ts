// What was answered on demand, as lines of JSON: how it travels to Postgres, through the queue or the lake. By column, since a busy isolate logs thousands a second. Pure.
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import { PREDICTION_SOURCES } from '../../db/prediction-schema.ts';
import type { Answer } from '../../db/queries/answers.ts';
import { Correction } from '../../models/correction.ts';
import type { ReleaseIdentity } from './live-release.ts';

/** Rows of one request that were answered together. */
export interface LoggedAnswer {
  readonly requestId: string;
  readonly model: string;
  readonly identity: ReleaseIdentity;
  /** Null for records. */
  readonly issuedAt: Instant | null;
  readonly simulated: boolean;
  readonly createdAt: Instant;
  readonly rows: readonly LoggedRow[];
}
export interface LoggedRow {
  readonly id: string;
  /** Its place in the request, from 0. */
  readonly row: number;
  readonly entity?: string;
  readonly validAt?: Instant;
  readonly source: Answer['source'];
  readonly reason?: string;
  readonly values: Readonly<Record<string, number>>;
  /** Null when the baseline answered, and only then. */
  readonly features: Float32Array | null;
  /** What is in the values beside the graph's own word. */
  readonly correction: Correction | null;
}

/** Of a line, more or less: the queue takes 128 KB. */
const LINE_BYTES = 60_000;
/** Of a row beside its features. */
const ROW_BYTES = 260;
const BASE64_BYTES_PER_FLOAT = 16 / 3;

/** One element per row in each array. */
const Line = z.strictObject({
  model: z.string(),
  release: z.string(),
  onnxSha256: z.string(),
  featureSha256: z.string(),
  simulated: z.boolean(),
  id: z.array(z.uuid()),
  requestId: z.array(z.string()),
  row: z.array(z.int()),
  createdAt: z.array(z.number()),
  entity: z.array(z.string().nullable()),
  issuedAt: z.array(z.number().nullable()),
  validAt: z.array(z.number().nullable()),
  source: z.array(z.enum(PREDICTION_SOURCES)),
  reason: z.array(z.string().nullable()),
  correction: z.array(Correction.nullable()),
  /** By head; null where a baseline has none. */
  values: z.record(z.string(), z.array(z.number().nullable())),
  /** How many features a row has. */
  width: z.int(),
  /** Base64 of the Float32 of every row that the model answered, one after the other: every bit, NaN too. */
  features: z.string(),
});
type Line = z.infer<typeof Line>;

/** Answers of one release share what it is, whoever asked. */
export function linesOf(answered: readonly LoggedAnswer[]): string[] {
  const byRelease = Map.groupBy(answered, ({ model, identity, simulated }) =>
    [model, identity.id, identity.onnx_sha256, identity.feature_sha256, simulated].join(' '),
  );
  return [...byRelease.values()].flatMap((same) => {
    const [one] = same;
    if (!one) return [];
    const rows = same.flatMap((of) => of.rows.map((row) => ({ of, row })));
    const width = rows.find(({ row }) => row.features)?.row.features?.length ?? 0;
    const rowsPerLine = Math.ceil(LINE_BYTES / (ROW_BYTES + width * BASE64_BYTES_PER_FLOAT));
    const lines: string[] = [];
    for (let from = 0; from < rows.length; from += rowsPerLine) {
      lines.push(JSON.stringify(lineOf(one, rows.slice(from, from + rowsPerLine), width)));
    }
    return lines;
  });
}

type Told = readonly { readonly of: LoggedAnswer; readonly row: LoggedRow }[];

function lineOf({ model, identity, simulated }: LoggedAnswer, told: Told, width: number): Line {
  const heads = new Set(told.flatMap(({ row }) => Object.keys(row.values)));
  const answered = told.flatMap(({ row }) => (row.features ? [row.features] : []));
  const features = new Float32Array(answered.length * width);
  answered.forEach((row, i) => {
    features.set(row, i * width);
  });
  return {
    ...{ model, release: identity.id, onnxSha256: identity.onnx_sha256, featureSha256: identity.feature_sha256 },
    simulated,
    id: told.map(({ row }) => row.id),
    requestId: told.map(({ of }) => of.requestId),
    row: told.map(({ row }) => row.row),
    createdAt: told.map(({ of }) => of.createdAt),
    entity: told.map(({ row }) => row.entity ?? null),
    issuedAt: told.map(({ of }) => of.issuedAt),
    validAt: told.map(({ row }) => row.validAt ?? null),
    source: told.map(({ row }) => row.source),
    reason: told.map(({ row }) => row.reason ?? null),
    correction: told.map(({ row }) => row.correction),
    values: Object.fromEntries([...heads].map((head) => [head, told.map(({ row }) => row.values[head] ?? null)])),
    width,
    features: Buffer.from(features.buffer).toString('base64'),
  };
}

/** Throws on what is no line of ours. */
export function answersIn(lines: string): Answer[] {
  return lines.split('\n').flatMap((text) => {
    const { id, width, features, values, ...line } = Line.parse(JSON.parse(text));
    const { model, release, onnxSha256, featureSha256, simulated } = line;
    const floats = new Float32Array(Uint8Array.from(Buffer.from(features, 'base64')).buffer);
    const heads = Object.entries(values);
    let next = 0;
    return id.map((one, i): Answer => {
      const source = at(line.source, i);
      const isModel = source === 'model';
      if (isModel) next += width;
      return {
        ...{ id: one, model, release, onnxSha256, featureSha256, simulated, source },
        requestId: at(line.requestId, i),
        row: at(line.row, i),
        createdAt: at(line.createdAt, i),
        entity: at(line.entity, i),
        issuedAt: at(line.issuedAt, i),
        validAt: at(line.validAt, i),
        reason: at(line.reason, i),
        correction: at(line.correction, i),
        values: Object.fromEntries(
          heads.flatMap(([head, column]) => {
            const value = at(column, i);
            return value === null ? [] : [[head, value]];
          }),
        ),
        features: isModel ? [...floats.subarray(next - width, next)] : null,
      };
    });
  });
}

function at<T>(column: readonly T[], i: number): T {
  const value = column[i];
  if (value === undefined) throw new Error(`a line of answers has ${column.length} elements in a column, want more`);
  return value;
}

/** Few and short enough each: in order, none is cut. */
export function chunksOf(lines: readonly string[], mostCharacters: number): string[] {
  const chunks: string[] = [];
  let open: string[] = [];
  let characters = 0;
  for (const line of lines) {
    if (open.length > 0 && characters + line.length > mostCharacters) {
      chunks.push(open.join('\n'));
      open = [];
      characters = 0;
    }
    open.push(line);
    characters += line.length + 1;
  }
  return open.length > 0 ? [...chunks, open.join('\n')] : chunks;
}
