// Which questions to predict share a call, and which make their own.
import { afterEach, expect, it, vi } from 'vitest';
import type { PredictAsked, PredictRequest } from '../mesh/contracts.ts';
import { ok } from '../mesh/result.ts';
import { bearer, inProcess, NO_WORKER } from './testing/in-process.ts';

afterEach(() => {
  vi.useRealTimers();
});

const headers = { ...(await bearer(['predict'])), 'Content-Type': 'application/json' };

/** A predict that answers nothing until the test says so, and notes how it was asked. */
function predicting({ throwsAt }: { readonly throwsAt?: string } = {}) {
  const shared: string[][] = [];
  const alone: string[] = [];
  const open = Promise.withResolvers<void>();
  const named = ({ model, body }: PredictRequest) => `${model} ${body}`;
  const { ask, limited } = inProcess({
    PREDICT: {
      ...NO_WORKER,
      async predictEach(asked: readonly PredictAsked[]) {
        shared.push(asked.map(({ request }) => named(request)));
        await open.promise;
        return asked.map(({ request }) => (request.body === throwsAt ? null : ok(`"${request.body}"`)));
      },
      async predict(request: PredictRequest) {
        alone.push(named(request));
        return ok(`"alone: ${request.body}"`);
      },
      async predictLines(request: PredictRequest) {
        alone.push(named(request));
        return ok(new Response('').body!);
      },
    },
  });
  return {
    ...{ shared, alone, limited, open: () => open.resolve() },
    ask: async (model: string, body: string, query = '') =>
      (await ask(`/v1/models/${model}/predict${query}`, { method: 'POST', headers, body })).text(),
  };
}

it('share calls when they come while one is under way, each line of a model by itself', async () => {
  // Nobody has waited for too long, however slow this machine is.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.now() });
  const { ask, shared, alone, limited, open } = predicting();
  const first = ask('city-score', 'a');
  await expect.poll(() => shared).toEqual([['city-score a']]);
  const other = ask('customer-satisfaction', 'c');
  await expect.poll(() => shared).toEqual([['city-score a'], ['customer-satisfaction c']]);
  const bodies = Array.from({ length: 40 }, (_, i) => `b${i}`);
  const told = bodies.map((body) => ask('city-score', body));
  await expect.poll(() => limited.length).toBeGreaterThanOrEqual(2 + bodies.length);
  open();
  expect(await Promise.all([first, other, ...told])).toEqual(['"a"', '"c"', ...bodies.map((body) => `"${body}"`)]);
  // Which of them travels with which depends on who has shown its key first.
  const later = shared.slice(2);
  expect(later.flat().toSorted()).toEqual(bodies.map((body) => `city-score ${body}`).toSorted());
  expect(later.length).toBeLessThan(bodies.length / 2);
  expect(alone).toEqual([]);
});

it('make a call of their own where they are long, want an explanation or lines, or may read a past', async () => {
  const { ask, shared, alone } = predicting();
  const long = 'x'.repeat(2_049);
  await ask('city-score', long);
  await ask('city-score', 'a', '?explain=true');
  await ask('city-score', 'b', '?format=ndjson');
  await ask('load-day-ahead', 'c');
  expect(alone).toEqual([`city-score ${long}`, 'city-score a', 'city-score b', 'load-day-ahead c']);
  expect(shared).toEqual([]);
});

it('are asked again alone where they throw, and the others keep their answers', async () => {
  const { ask, alone, open } = predicting({ throwsAt: 'b' });
  const told = ['a', 'b', 'c'].map((body) => ask('city-score', body));
  open();
  expect(await Promise.all(told)).toEqual(['"a"', '"alone: b"', '"c"']);
  expect(alone).toEqual(['city-score b']);
});
