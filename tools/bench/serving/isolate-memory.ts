// What the isolate of predict holds once every release is open, and while batches of ten thousand rows go through each: heap and buffers, the memory of wasm among them.
import type { BuiltWorker } from '../../build-workers.ts';
import { watchIsolate } from '../isolate.ts';
import { startBenchStack } from '../stack.ts';

const BYTES_PER_MB = 1_000_000;

export interface IsolateMemory {
  readonly openMb: number;
  readonly batchesMb: number;
}

export async function isolateMemory(
  built: Promise<readonly BuiltWorker[]>,
  { models, rows, times }: { readonly models: readonly string[]; readonly rows: number; readonly times: number },
): Promise<IsolateMemory> {
  const stack = await startBenchStack({ inspectable: true, built });
  try {
    const isolate = await watchIsolate(await stack.mesh.inspectorUrl(), 'wattmesh-predict');
    try {
      const headers = { 'X-API-Key': stack.apiKey };
      /** It never shrinks: what it is now is the most that it was. */
      const wasmMb = async () => (await (await fetch(`${stack.mesh.url}/wasm`, { headers })).json()) / BYTES_PER_MB;
      await allOpen(stack.mesh.url, models);
      const openMb = (await isolate.peakMb()) + (await wasmMb());
      for (const id of models) {
        const url = `${stack.mesh.url}/batch/${id}/${rows}/${times}`;
        const answer = await fetch(url, { method: 'POST', headers });
        if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
      }
      return { openMb, batchesMb: (await isolate.peakMb()) + (await wasmMb()) };
    } finally {
      isolate.stop();
    }
  } finally {
    await stack.stop();
  }
}

/** A check that takes long is not waited for by /readyz: it is asked again. */
async function allOpen(url: string, models: readonly string[]): Promise<void> {
  let checks: Readonly<Record<string, unknown>> = {};
  for (let attempt = 0; attempt < 20; attempt++) {
    ({ checks } = await (await fetch(`${url}/readyz`)).json());
    if (models.every((id) => `predict/release of ${id}` in checks)) return;
  }
  throw new Error(`/readyz does not name a release of each of ${models}: ${JSON.stringify(checks)}`);
}
