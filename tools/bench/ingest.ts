// A backfill of a million rows through the whole pipeline, beside COPY of the same rows into an equal table, in one run.
import { DAY } from '../../data/time.ts';
import { backfill } from './backfill.ts';
import { copyAgain } from './copy.ts';
import { peakMb } from './resident.ts';
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
