// Which questions to predict share a call, and which make their own.
import { expect, it } from 'vitest';
import type { PredictAsked, PredictRequest } from '../mesh/contracts.ts';
import { ok } from '../mesh/result.ts';
import { bearer, inProcess, NO_WORKER } from './testing/in-process.ts';

const headers = { ...(await bearer(['predict'])), 'Content-Type': 'application/json' };

/** A predict that answers nothing until the test says so, and notes how it was asked. */
function predicting({ throwsAt }: { readonly throwsAt?: string } = {}) {
  const shared: string[][] = [];
  const alone: string[] = [];
  const open = Promise.withResolvers<void>();
  const named = ({ model, body }: PredictRequest) => `${model} ${body}`;
  const { ask } = inProcess({
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
    ...{ shared, alone, open: () => open.resolve() },
    ask: async (model: string, body: string, query = '') =>
      (await ask(`/v1/models/${model}/predict${query}`, { method: 'POST', headers, body })).text(),
  };
}

it('share a call when they come while one is under way, each line of a model by itself', async () => {
  const { ask, shared, alone, open } = predicting();
  const told = [ask('city-score', 'a'), ask('city-score', 'b'), ask('customer-satisfaction', 'c')];
  told.push(ask('city-score', 'd'));
  await expect.poll(() => shared.length).toBe(2);
  open();
  expect(await Promise.all(told)).toEqual(['"a"', '"b"', '"c"', '"d"']);
  expect(shared).toEqual([['city-score a'], ['customer-satisfaction c'], ['city-score b', 'city-score d']]);
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
