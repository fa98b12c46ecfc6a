import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Graph } from './graph.ts';
import { lentGraph } from './lent-graph.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
/** Word of what was collected comes in a turn of its own. */
const collected = () =>
  new Promise<void>((resolve) => {
    collectGarbage();
    setTimeout(resolve);
  });

function opened(state: { closed: number }): Graph {
  return {
    run: async (tensor) => [tensor],
    inRuntimeFor: 'a reason',
    explain: async () => null,
    close: async () => {
      state.closed++;
    },
  };
}

it('is closed when the last request that holds it has ended, and not before', async () => {
  const state = { closed: 0 };
  const request: { graph: Graph | null } = { graph: lentGraph(opened(state)) };
  await collected();
  expect([state.closed, await request.graph?.run(Float32Array.of(1))]).toEqual([0, [Float32Array.of(1)]]);
  request.graph = null;
  await expect.poll(async () => collected().then(() => state.closed), { timeout: 20_000, interval: 1 }).toBe(1);
});
