import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorSums, figuresOf } from '../../models/score.ts';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { board, entrants, scoredPeriod } from './scoreboard.ts';
import { type NewScore, saveScores } from './scores.ts';

let database: TestDatabase;
let monitor: Db;
let gateway: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  monitor = as(database.url('monitor'));
  gateway = as(database.url('gateway'));
});
afterAll(() => database.drop());

const DAY = '2026-11-20';
const live = { contestant: 'live', release: 'r1', source: 'model' } as const;
const rte = { contestant: 'published', release: '', source: '' } as const;
const shadow = { contestant: 'shadow', release: 'r2', source: 'model' } as const;
/** Of a truth of 100, off by so much. */
const scored = (who: Pick<NewScore, 'contestant' | 'release' | 'source'>, hour: number, off: number): NewScore => ({
  ...{ model: 'm', entity: 'FR', day: DAY, hour },
  ...who,
  ...errorSums({ truth: 100, value: 100 + off }),
});

it('has no period before the first score', async () => {
  expect(await scoredPeriod(gateway, 'm', 7)).toBeNull();
});

it('compares everybody over the hours that all of them have, and says how many a release has of its own', async () => {
  const scores = [
    ...[scored(live, 0, 1), scored(live, 1, 3), scored({ ...live, source: 'baseline' }, 2, 9)],
    ...[scored(rte, 0, 2), scored(rte, 1, 4)],
    ...[scored(shadow, 1, 2), scored(shadow, 2, 2)],
  ];
  await saveScores(monitor, { model: 'm', day: DAY, fingerprint: 'f', scoredAt: 0, scores });
  const window = { model: 'm', ...(await scoredPeriod(gateway, 'm', 7))! };
  expect(window).toEqual({ model: 'm', from: DAY, to: DAY });
  const maes = async (...asked: Parameters<typeof board>) =>
    (await board(...asked)).map((line) => [line.contestant, line.hour, line.day, line.steps, figuresOf(line).mae]);
  expect(await maes(gateway, window, { role: 'live' })).toEqual([
    ['live', null, DAY, 2, 2],
    ['live', 0, null, 1, 1],
    ['live', 1, null, 1, 3],
    ['live', null, null, 2, 2],
    ['published', null, DAY, 2, 3],
    ['published', 0, null, 1, 2],
    ['published', 1, null, 1, 4],
    ['published', null, null, 2, 3],
  ]);
  // The shadow has hours 1 and 2, RTE has 0 and 1.
  const whole = (await maes(gateway, window, { role: 'shadow', release: 'r2' })).filter(
    ([, hour, day]) => !hour && !day,
  );
  expect(whole).toEqual([
    ['live', null, null, 1, 3],
    ['published', null, null, 1, 4],
    ['shadow', null, null, 1, 2],
  ]);
  expect(await entrants(gateway, window)).toEqual([
    { role: 'live', release: 'r1', steps: 3, lastDay: DAY },
    { role: 'shadow', release: 'r2', steps: 2, lastDay: DAY },
  ]);
  expect(await board(gateway, { ...window, entity: 'FR-COR' }, { role: 'live' })).toEqual([]);
});

it('replaces a day whole', async () => {
  await saveScores(monitor, { model: 'm', day: DAY, fingerprint: 'g', scoredAt: 1, scores: [scored(live, 5, 7)] });
  const window = { model: 'm', from: DAY, to: DAY };
  expect((await board(gateway, window, { role: 'live' })).map(({ hour, steps }) => [hour, steps])).toEqual([
    [null, 1],
    [5, 1],
    [null, 1],
  ]);
});
