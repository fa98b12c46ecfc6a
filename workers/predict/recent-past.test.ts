// How often Postgres is asked for the recent past, and what is answered meanwhile.
import { expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import type { Past } from './past.ts';
import { recentPast } from './recent-past.ts';

const model = models['load-day-ahead'];
const pastOf = (to: number): Past => ({ window: { from: 0, to }, facts: new Map(), made: [], simulated: false });

function postgres() {
  let now = 0;
  const asked: PromiseWithResolvers<Past | null>[] = [];
  const read = () => {
    const question = Promise.withResolvers<Past | null>();
    asked.push(question);
    return question.promise;
  };
  const at = (ms: number) => {
    now = ms;
  };
  return { asked, at, recent: recentPast({ read, clock: () => now }) };
}

it('asks once in five seconds, however many predictions there are', async () => {
  const { asked, at, recent } = postgres();
  const first = recent(model);
  asked[0]?.resolve(pastOf(1));
  await first;
  at(4_999);
  expect([await recent(model), await recent(model)]).toEqual([pastOf(1), pastOf(1)]);
  expect(asked).toHaveLength(1);
});

it('lets one request ask again while the others answer from what is here', async () => {
  const { asked, at, recent } = postgres();
  const first = recent(model);
  asked[0]?.resolve(pastOf(1));
  await first;
  at(5_000);
  const asking = recent(model);
  expect(await recent(model)).toEqual(pastOf(1));
  asked[1]?.resolve(pastOf(2));
  expect(await asking).toEqual(pastOf(2));
  expect(await recent(model)).toEqual(pastOf(2));
  expect(asked).toHaveLength(2);
});

it('does not wait for ever for a request that was cancelled while it asked', async () => {
  const { asked, at, recent } = postgres();
  const first = recent(model);
  asked[0]?.resolve(pastOf(1));
  await first;
  at(5_000);
  void recent(model);
  at(10_000);
  const again = recent(model);
  expect(asked).toHaveLength(3);
  asked[2]?.resolve(pastOf(3));
  expect(await again).toEqual(pastOf(3));
});

it('keeps nothing when nothing could be read', async () => {
  const { asked, recent } = postgres();
  const first = recent(model);
  asked[0]?.resolve(null);
  expect(await first).toBeNull();
  const second = recent(model);
  asked[1]?.resolve(pastOf(1));
  expect(await second).toEqual(pastOf(1));
});
