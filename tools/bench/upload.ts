// A CSV of a million rows as one upload, the same rows as pushes, and COPY of them into an equal table, in one run.
import { MAINLAND_REGIONS } from '../../data/regions.ts';
import { type Client, clientOf, Refused } from '../ingest/client.ts';
import { connected, copyAgain } from './copy.ts';
import { peakMb } from './resident.ts';
import { type BenchStack, startBenchStack } from './stack.ts';

export interface UploadResult {
  readonly rows: number;
  readonly megabytes: number;
  readonly uploadRowsPerSecond: number;
  readonly pushedRows: number;
  readonly pushRowsPerSecond: number;
  readonly copyRowsPerSecond: number;
  /** COPY is this many times faster than the upload. */
  readonly copyIsFaster: number;
  /** Resident memory of workerd (all four Workers, the lake and the workflow engine): before, and its peaks. */
  readonly workerdIdleMb: number;
  readonly workerdUploadPeakMb: number;
  readonly workerdPeakMb: number;
}

const QUARTER_MS = 900_000;
const START = Date.UTC(2020, 0, 1);
const ROWS_PER_PUSH = 5_000;
const ROWS_PER_PART = 500_000;
const PUSHES_AT_ONCE = 4;
const LOOKED_AT_EVERY_MS = 200;

interface BenchRow {
  readonly area: string;
  readonly at: string;
  readonly load_mw: number;
  readonly wind_mw: number;
}

export async function benchUpload({ wanted = 1_000_000 }: { readonly wanted?: number } = {}): Promise<UploadResult> {
  const stack = await startBenchStack();
  const call = clientOf({ url: stack.mesh.url, key: stack.apiKey });
  try {
    const workerdIdleMb = await peakMb(stack.home);
    let started = performance.now();
    const megabytes = await upload(call, wanted);
    const uploadSeconds = (performance.now() - started) / 1_000;
    const workerdUploadPeakMb = await peakMb(stack.home);
    const copied = await copyAgain(stack.superuserUrl);
    await emptied(stack);
    started = performance.now();
    await push(stack, call, wanted);
    const pushSeconds = (performance.now() - started) / 1_000;
    return {
      rows: copied.rows,
      megabytes,
      uploadRowsPerSecond: copied.rows / uploadSeconds,
      pushedRows: wanted,
      pushRowsPerSecond: wanted / pushSeconds,
      copyRowsPerSecond: copied.rows / copied.seconds,
      copyIsFaster: uploadSeconds / copied.seconds,
      workerdIdleMb,
      workerdUploadPeakMb,
      workerdPeakMb: await peakMb(stack.home),
    };
  } finally {
    await stack.stop();
  }
}

/** As anybody would send a large file: in parts, then complete. */
async function upload(call: Client, rows: number): Promise<number> {
  const begun = await call('/v1/datasets/consumption/uploads?type=csv', {
    method: 'POST',
    headers: { 'idempotency-key': 'bench' },
  });
  const id = textOf(begun, 'upload');
  let bytes = 0;
  for (let first = 0, number = 1; first < rows; first += ROWS_PER_PART, number++) {
    const body = csv(first, Math.min(rows, first + ROWS_PER_PART));
    bytes += body.length;
    const path = `/v1/datasets/consumption/uploads/${id}/parts/${number}`;
    await call(path, { method: 'PUT', type: 'application/octet-stream', body });
  }
  await ended(call, await call(`/v1/datasets/consumption/uploads/${id}`, { method: 'POST' }));
  return bytes / 1_048_576;
}

/** Of a file that was accepted, the run. */
export async function ended(call: Client, accepted: unknown): Promise<void> {
  const run = textOf(accepted, 'run');
  for (;;) {
    const seen = await call(`/v1/runs/${run}`).catch(unlessBusy);
    const status = seen === undefined ? 'busy' : textOf(seen, 'status');
    if (status === 'failed') throw new Error(`run ${run} failed: ${textOf(seen, 'reason')}`);
    if (status === 'succeeded') return;
    await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_EVERY_MS));
  }
}

/** A machine that is measured may be too busy to say how a run does. */
function unlessBusy(error: unknown): undefined {
  if (!(error instanceof Refused && error.status === 503)) throw error;
}

export async function push({ superuserUrl }: BenchStack, call: Client, rows: number): Promise<void> {
  const firsts = Array.from({ length: Math.ceil(rows / ROWS_PER_PUSH) }, (_, i) => i * ROWS_PER_PUSH).values();
  const hands = Array.from({ length: PUSHES_AT_ONCE }, async () => {
    // One iterator for all hands: each takes what is next.
    for (const first of firsts) {
      const body = Array.from({ length: Math.min(ROWS_PER_PUSH, rows - first) }, (_, i) =>
        JSON.stringify({ ...rowAt(first + i), quality: 'real time' }),
      ).join('\n');
      const headers = { 'idempotency-key': `bench-${first}` };
      await call('/v1/datasets/consumption/rows', { type: 'application/x-ndjson', body, headers });
    }
  });
  await Promise.all(hands);
  const client = await connected(superuserUrl);
  try {
    for (;;) {
      const found = await client.query('SELECT count(*)::integer AS rows FROM consumption');
      if (found.rows[0].rows >= rows) return;
      await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_EVERY_MS));
    }
  } finally {
    await client.end();
  }
}

export function csv(from: number, to: number): string {
  const lines = from === 0 ? ['area;at;load_mw;wind_mw'] : [];
  for (let i = from; i < to; i++) {
    const { area, at, load_mw, wind_mw } = rowAt(i);
    lines.push(`${area};${at};${load_mw};${wind_mw}`);
  }
  return `${lines.join('\n')}\n`;
}

function rowAt(i: number): BenchRow {
  const at = new Date(START + Math.floor(i / MAINLAND_REGIONS.length) * QUARTER_MS).toISOString().replace('.000Z', 'Z');
  return {
    area: MAINLAND_REGIONS[i % MAINLAND_REGIONS.length] ?? '',
    at,
    load_mw: 3_000 + (i % 4_000),
    wind_mw: i % 900,
  };
}

/** What is pushed stands nowhere yet, as what was uploaded. */
async function emptied({ superuserUrl }: BenchStack): Promise<void> {
  const client = await connected(superuserUrl);
  await client.query('TRUNCATE consumption');
  await client.end();
}

function textOf(json: unknown, name: string): string {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
  if (typeof value !== 'string') throw new Error(`want ${name}, got ${JSON.stringify(json).slice(0, 300)}`);
  return value;
}
