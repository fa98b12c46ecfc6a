// What was answered on demand, as lines of JSON: how it travels to Postgres, through the queue or the lake. Features keep every bit. Pure.
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import type { Answer } from '../../db/queries/answers.ts';
import { PREDICTION_SOURCES } from '../../db/schema.ts';
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
  /** Null when the baseline answered. */
  readonly features: Float32Array | null;
  /** What is in the values beside the graph's own word. */
  readonly correction: Correction | null;
}

/** Together with what they share some 30 KB. */
const ROWS_PER_LINE = 50;

const Line = z.strictObject({
  requestId: z.string(),
  model: z.string(),
  release: z.string(),
  onnxSha256: z.string(),
  featureSha256: z.string(),
  issuedAt: z.number().nullable(),
  simulated: z.boolean(),
  createdAt: z.number(),
  rows: z.array(
    z.strictObject({
      id: z.uuid(),
      row: z.int(),
      entity: z.string().nullable(),
      validAt: z.number().nullable(),
      source: z.enum(PREDICTION_SOURCES),
      reason: z.string().nullable(),
      values: z.record(z.string(), z.number()),
      /** Base64 of Float32. */
      features: z.string().nullable(),
      correction: Correction.nullable(),
    }),
  ),
});

export function linesOf(answered: LoggedAnswer): string[] {
  const { identity, rows, requestId, model, issuedAt, simulated, createdAt } = answered;
  const release = { release: identity.id, onnxSha256: identity.onnx_sha256, featureSha256: identity.feature_sha256 };
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_LINE) {
    const line: z.infer<typeof Line> = {
      ...{ requestId, model, ...release, issuedAt, simulated, createdAt },
      rows: rows.slice(from, from + ROWS_PER_LINE).map(({ id, row, source, values, correction, ...rest }) => ({
        ...{ id, row, source, values, correction },
        entity: rest.entity ?? null,
        validAt: rest.validAt ?? null,
        reason: rest.reason ?? null,
        features: rest.features && base64Of(rest.features),
      })),
    };
    lines.push(JSON.stringify(line));
  }
  return lines;
}

/** Throws on what is no line of ours. */
export function answersIn(lines: string): Answer[] {
  return lines.split('\n').flatMap((text) => {
    const { rows, ...shared } = Line.parse(JSON.parse(text));
    return rows.map((row) => ({
      ...shared,
      ...row,
      features: row.features === null ? null : float32sOf(row.features),
    }));
  });
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

const base64Of = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function float32sOf(base64: string): number[] {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return [...new Float32Array(bytes.buffer)];
}
