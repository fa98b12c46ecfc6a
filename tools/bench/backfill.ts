// Loads a window through the public API and waits until it is there, as any client would.
import type { BenchStack } from './stack.ts';

const LOOKED_AT_EVERY_MS = 250;

export interface Backfill {
  readonly dataset: string;
  readonly feed: string;
  readonly from: string;
  readonly to: string;
}

export async function backfill({ mesh: { url }, apiKey }: BenchStack, request: Backfill): Promise<void> {
  const headers = { 'X-API-Key': apiKey, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/v1/runs`, { method: 'POST', headers, body: JSON.stringify(request) });
  if (answer.status !== 202) throw new Error(`POST /v1/runs says ${answer.status}: ${await answer.text()}`);
  const { runs }: { runs: string[] } = await answer.json();
  for (const id of runs) {
    for (;;) {
      const run = await (await fetch(`${url}/v1/runs/${id}`, { headers })).json();
      if (run.status === 'failed') throw new Error(`run ${id} failed: ${run.reason}`);
      if (run.status === 'succeeded') break;
      await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_EVERY_MS));
    }
  }
}
