// How much the isolate of ingest holds while rows are pushed, and while the largest file of one request comes in and is loaded.
import { clientOf } from '../ingest/client.ts';
import { type Isolate, watchIsolate } from './isolate.ts';
import { startBenchStack } from './stack.ts';
import { csv, ended, push } from './upload.ts';

export interface MemoryResult {
  readonly rows: number;
  readonly megabytes: number;
  readonly pushedRows: number;
  /** Heap and buffers after a garbage collection. A Worker may have 128 MB. */
  readonly idleMb: number;
  readonly pushedPeakMb: number;
  readonly acceptedPeakMb: number;
  readonly loadedPeakMb: number;
}

/** A request may bring 100 MiB. */
const FILE_ROWS = 2_740_000;
const PUSHED_ROWS = 200_000;

export async function benchMemory(): Promise<MemoryResult> {
  const stack = await startBenchStack({ inspectable: true });
  let isolate: Isolate | undefined;
  try {
    isolate = await watchIsolate(await stack.mesh.inspectorUrl(), 'wattmesh-ingest');
    const call = clientOf({ url: stack.mesh.url, key: stack.apiKey });
    const idleMb = await isolate.peakMb();
    await push(stack, call, PUSHED_ROWS);
    const pushedPeakMb = await isolate.peakMb();
    const body = csv(0, FILE_ROWS);
    const path = '/v1/datasets/consumption/files';
    const accepted = await call(path, { type: 'text/csv', body, headers: { 'idempotency-key': 'memory' } });
    const acceptedPeakMb = await isolate.peakMb();
    await ended(call, accepted);
    const loadedPeakMb = await isolate.peakMb();
    const megabytes = body.length / 1_048_576;
    return { rows: FILE_ROWS, megabytes, pushedRows: PUSHED_ROWS, idleMb, pushedPeakMb, acceptedPeakMb, loadedPeakMb };
  } finally {
    isolate?.stop();
    await stack.stop();
  }
}
