// A backfill of a million rows through the whole pipeline, beside COPY of the same rows into an equal table, in one run.
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { DAY } from '../../data/time.ts';
import { marked } from '../orphans.ts';
import { DATABASES } from '../start/database.ts';
import { backfill } from './backfill.ts';
import { startBenchStack } from './stack.ts';

const REGIONS = 12;
const HALF_HOURS = 48;

export interface IngestResult {
  readonly rows: number;
  readonly pipelineRowsPerSecond: number;
  readonly copyRowsPerSecond: number;
  /** COPY is this many times faster. */
  readonly copyIsFaster: number;
  /** Peak resident memory of workerd: all four Workers, the lake and the workflow engine. */
  readonly workerdPeakMb: number;
}

export async function benchIngest({ wanted = 1_000_000 }: { readonly wanted?: number } = {}): Promise<IngestResult> {
  const stack = await startBenchStack();
  try {
    const days = Math.ceil(wanted / (REGIONS * HALF_HOURS));
    const to = Date.UTC(2024, 0, 1);
    const started = performance.now();
    await backfill(stack, {
      dataset: 'consumption',
      feed: 'regional-archive',
      from: new Date(to - days * DAY).toISOString(),
      to: new Date(to).toISOString(),
    });
    const seconds = (performance.now() - started) / 1000;
    const workerdPeakMb = await peakMb(stack.home);
    const copied = await copyAgain(stack.superuserUrl);
    return {
      rows: copied.rows,
      pipelineRowsPerSecond: copied.rows / seconds,
      copyRowsPerSecond: copied.rows / copied.seconds,
      copyIsFaster: seconds / copied.seconds,
      workerdPeakMb,
    };
  } finally {
    await stack.stop();
  }
}

/** With the same constraints and indexes, by the server itself from a file of its own: as fast as Postgres loads. */
async function copyAgain(superuserUrl: string): Promise<{ rows: number; seconds: number }> {
  const url = new URL(superuserUrl);
  url.pathname = DATABASES.simulated;
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    const { rows } = await client.query('SHOW data_directory');
    const file = `${rows[0].data_directory}/bench.copy`;
    await client.query(`COPY consumption TO '${file}'`);
    await client.query('CREATE TABLE consumption_copy (LIKE consumption INCLUDING ALL)');
    const started = performance.now();
    const { rowCount } = await client.query(`COPY consumption_copy FROM '${file}'`);
    return { rows: rowCount ?? Number.NaN, seconds: (performance.now() - started) / 1000 };
  } finally {
    await client.end();
  }
}

async function peakMb(home: string): Promise<number> {
  const peaks = await Promise.all(
    (await marked(home)).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
    }),
  );
  return Math.max(...peaks);
}
