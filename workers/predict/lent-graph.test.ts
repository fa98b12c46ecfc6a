import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Graph } from './graph.ts';
import { lentGraph } from './lent-graph.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('is closed when the last request that holds it has ended, and not before', async () => {
  const state = { closed: 0 };
  const opened = (): Graph => ({
    run: async (tensor) => [tensor],
    inRuntimeFor: 'a reason',
    close: async () => {
      state.closed++;
    },
  });
  const request: { graph?: Graph } = { graph: lentGraph(opened()) };
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  expect([state.closed, await request.graph?.run(Float32Array.of(1))]).toEqual([0, [Float32Array.of(1)]]);
  delete request.graph;
  await expect
    .poll(
      () => {
        collectGarbage();
        return state.closed;
      },
      { interval: 1 },
    )
    .toBe(1);
});
