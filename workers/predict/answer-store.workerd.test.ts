// Answers out of the queue, with a real lake: stored once, in the lake while Postgres is away, and forgotten after thirty days.
import { env } from 'cloudflare:workers';
import { NeonDbError } from '@neondatabase/serverless';
import { beforeEach, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import type { Answer } from '../../db/queries/answers.ts';
import { logger } from '../mesh/log.ts';
import { linesOf } from './answer-lines.ts';
import { setAside } from './answer-log.ts';
import { type AnswerShelf, forgetOld, storeMessages, storeWaiting } from './answer-store.ts';

const { LAKE } = env as { LAKE: R2Bucket };
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const lines = (...numbers: number[]) =>
  linesOf([
    {
      ...{ requestId: 'r', model: 'city-score', issuedAt: null, simulated: true, createdAt: 1 },
      identity: { id: 'r1', onnx_sha256: 'a', feature_sha256: 'b' },
      rows: numbers.map((n) => ({
        ...{ id: id(n), row: n, source: 'model' as const, values: { score: n }, correction: null },
        features: Float32Array.of(n),
      })),
    },
  ]).join('\n');

/** Postgres as far as answers know it: an id is there once. */
const WELL = {
  ...{ away: false, broken: false, code: '23514', saves: 0 },
  ...{ refused: [] as string[], ids: [] as string[] },
  /** More rows than this take longer than the role may; so does each of these, however few come with it. */
  ...{ mostRows: Number.POSITIVE_INFINITY, stuck: [] as string[] },
};
let postgres = WELL;
const forgotten: { before: number; most: number }[] = [];
let logged: string[] = [];
const shelf: AnswerShelf = {
  lake: LAKE,
  log: logger({
    worker: 'predict',
    context: { requestId: 'r', caller: 'queue' },
    write: (_, line) => logged.push(line),
  }),
  async save(answers: readonly Answer[]) {
    if (postgres.broken) throw new Error('a bug');
    if (postgres.away) return false;
    postgres.saves++;
    if (answers.length > postgres.mostRows || answers.some((one) => postgres.stuck.includes(one.id))) {
      throw Object.assign(new NeonDbError('canceling statement due to statement timeout'), { code: '57014' });
    }
    if (answers.some((one) => postgres.refused.includes(one.id))) {
      throw Object.assign(new NeonDbError('new row violates check constraint'), { code: postgres.code });
    }
    postgres.ids = [...new Set([...postgres.ids, ...answers.map((one) => one.id)])];
    return true;
  },
  async forget(old) {
    forgotten.push(old);
    return forgotten.length < 3 ? old.most : 7;
  },
};
function message(body: unknown, attempts = 1) {
  const outcome: { acked: boolean; retryIn?: number | undefined } = { acked: false };
  const one = {
    ...{ id: 'm', timestamp: new Date(0), body, attempts },
    ack: () => {
      outcome.acked = true;
    },
    retry: (options?: QueueRetryOptions) => {
      outcome.retryIn = options?.delaySeconds;
    },
  } satisfies Message<unknown>;
  return { one, outcome };
}
const waiting = async () => (await LAKE.list({ prefix: 'answers/' })).objects.map(({ key }) => key);
const aside = async () => (await LAKE.list({ prefix: 'answers-unread/' })).objects.map(({ key }) => key);
const events = () => logged.map((line) => JSON.parse(line).event);

beforeEach(async () => {
  postgres = { ...WELL };
  logged = [];
  await LAKE.delete([...(await waiting()), ...(await aside())]);
});

it('stores what a message says, and what it says lies in the lake, which is empty afterwards', async () => {
  const here = message(lines(1, 2));
  const there = message(await setAside(LAKE, lines(3)));
  const repeated = message(there.one.body, 2);
  await storeMessages(shelf, [here.one, there.one, repeated.one]);
  expect(postgres.ids).toEqual([1, 2, 3].map(id));
  expect([here, there, repeated].map(({ outcome }) => outcome)).toEqual(Array(3).fill({ acked: true }));
  expect(await waiting()).toEqual([]);
});

it('lets a message come again while Postgres is away, then keeps its answers in the lake until a tick finds Postgres back', async () => {
  postgres.away = true;
  const young = message(lines(1), 2);
  const old = message(lines(2), 3);
  const elsewhere = message(await setAside(LAKE, lines(3)), 3);
  await storeMessages(shelf, [young.one, old.one, elsewhere.one]);
  expect([young, old, elsewhere].map(({ outcome }) => outcome)).toEqual([
    { acked: false, retryIn: 10 },
    { acked: true },
    { acked: true },
  ]);
  await storeWaiting(shelf);
  expect(await waiting()).toHaveLength(2);
  postgres.away = false;
  await storeWaiting(shelf);
  await storeWaiting(shelf);
  expect(postgres.ids.toSorted()).toEqual([id(2), id(3)]);
  expect(await waiting()).toEqual([]);
});

it('holds up no answer for one that cannot be read or stored, and says which', async () => {
  await LAKE.put('answers/0-unreadable.ndjson', '{"no":"line"}');
  await setAside(LAKE, lines(1));
  await storeWaiting(shelf);
  const odd = message({ no: 'text' });
  const fine = message(lines(2));
  await storeMessages(shelf, [odd.one, fine.one]);
  expect(postgres.ids).toEqual([id(1), id(2)]);
  expect(odd.outcome).toEqual({ acked: false, retryIn: 10 });
  expect(events()).toEqual(['answers_unread', 'answers_not_stored']);
  postgres.broken = true;
  const unlucky = message(lines(3));
  await storeMessages(shelf, [unlucky.one]);
  expect(unlucky.outcome.acked).toBe(false);
});

it('moves what is no answer out of the way, so that no number of it keeps answers from being stored', async () => {
  const poison = Array.from({ length: 100 }, (_, n) => `answers/0-${String(n).padStart(3, '0')}.ndjson`);
  for (const key of poison) await LAKE.put(key, 'no line');
  await setAside(LAKE, lines(1));
  await storeWaiting(shelf);
  await storeWaiting(shelf);
  expect(postgres.ids).toEqual([id(1)]);
  expect(await waiting()).toEqual([]);
  expect(await (await LAKE.get('answers-unread/0-000.ndjson'))?.text()).toBe('no line');
});

it('moves aside what Postgres refuses for what it says, row by row, and goes on with the others', async () => {
  const poison = Array.from({ length: 100 }, (_, n) => `answers/0-${String(n).padStart(3, '0')}.ndjson`);
  for (const key of poison) await LAKE.put(key, lines(9));
  await LAKE.put('answers/1.ndjson', lines(1, 2, 9, 4));
  postgres.refused = [id(9)];
  await storeWaiting(shelf);
  await storeWaiting(shelf);
  expect(postgres.ids).toEqual([1, 2, 4].map(id));
  expect(await waiting()).toEqual([]);
  expect(await aside()).toHaveLength(101);
  expect(await (await LAKE.get('answers-unread/1.ndjson'))?.text()).toBe(lines(1, 2, 9, 4));
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({
    ...{
      level: 'error',
      event: 'answers_refused',
      key: 'answers-unread/1.ndjson',
      rows: 1,
      first: id(9),
      code: '23514',
    },
  });
});

it('lays a message of refused answers aside too, and does not let it come again', async () => {
  postgres.refused = [id(2)];
  const { one, outcome } = message(lines(1, 2));
  await storeMessages(shelf, [one]);
  expect([outcome, postgres.ids, await aside()]).toEqual([{ acked: true }, [id(1)], ['answers-unread/m.ndjson']]);
});

it('leaves where it is what an outage or a missing column keeps from being stored', async () => {
  const key = await setAside(LAKE, lines(1));
  postgres.refused = [id(1)];
  for (const code of ['57P01', '42703', '42501']) {
    postgres.code = code;
    await storeWaiting(shelf);
  }
  expect([await waiting(), await aside()]).toEqual([[key], []]);
});

it('looks for refused rows in few saves, however many there are', async () => {
  const numbers = Array.from({ length: 400 }, (_, n) => n);
  postgres.refused = numbers.map(id);
  await setAside(LAKE, lines(...numbers));
  await storeWaiting(shelf);
  expect([postgres.ids, await waiting(), (await aside()).length]).toEqual([[], [], 1]);
  expect(postgres.saves).toBeLessThan(70);
});

const several = (most: number) => Array.from({ length: most }, (_, n) => n);

it('stores in smaller pieces what a slow Postgres does not take at once', async () => {
  await setAside(LAKE, lines(...several(400)));
  postgres.mostRows = 30;
  await storeWaiting(shelf);
  expect([postgres.ids.length, await waiting()]).toEqual([400, []]);
  // 400, 200, 100 and 50 rows were too many: four statements of ten seconds, then sixteen of 25 rows.
  expect(postgres.saves).toBe(4 + 16);
});

it('holds up no answer, of its own object or of others, for a row that something stands before', async () => {
  await LAKE.put('answers/0.ndjson', lines(...several(400)));
  await LAKE.put('answers/1.ndjson', lines(401));
  postgres.stuck = [id(7)];
  await storeWaiting(shelf);
  expect(postgres.ids).toHaveLength(400);
  expect(postgres.ids).toContain(id(401));
  expect([await waiting(), await aside()]).toEqual([['answers/0.ndjson'], []]);
  expect(events()).toEqual(['answers_wait']);
  postgres.stuck = [];
  await storeWaiting(shelf);
  expect([postgres.ids.length, await waiting()]).toEqual([401, []]);
});

it('leaves a Postgres in peace that is too slow for anything', async () => {
  for (const n of several(9)) await setAside(LAKE, lines(n));
  postgres.mostRows = 0;
  await storeWaiting(shelf);
  expect([postgres.saves, (await waiting()).length]).toEqual([3, 9]);
});

it('lets a message wait that Postgres is too slow for, in the lake in the end', async () => {
  postgres.mostRows = 1;
  const young = message(lines(1, 2), 1);
  const old = message(lines(3, 4), 3);
  await storeMessages(shelf, [young.one, old.one]);
  expect([young.outcome, old.outcome]).toEqual([{ acked: false, retryIn: 5 }, { acked: true }]);
  await storeWaiting(shelf);
  expect([postgres.ids.toSorted(), await waiting()]).toEqual([[id(3), id(4)], []]);
});

it('forgets after thirty days what nobody could read or store too, however much of it lies there', async () => {
  const keys = ['answers-unread/a', 'answers-unread/b', 'answers-unread/c', 'answers/d'];
  for (const key of keys) await LAKE.put(key, 'no line');
  const lake: Pick<R2Bucket, 'list' | 'delete'> = {
    list: (options) => LAKE.list({ ...options, limit: 2 }),
    delete: (gone) => LAKE.delete(gone),
  };
  const shelfOfPages = { ...shelf, lake, forget: async () => 0 };
  await forgetOld(shelfOfPages, Date.now() + 29 * DAY);
  expect([...(await aside()), ...(await waiting())]).toEqual(keys);
  await forgetOld(shelfOfPages, Date.now() + 31 * DAY);
  expect([...(await aside()), ...(await waiting())]).toEqual([]);
});

it('forgets after thirty days, piece by piece', async () => {
  await forgetOld(shelf, 100 * DAY);
  expect(forgotten).toEqual(Array(3).fill({ before: 70 * DAY, most: 10_000 }));
});

it('forgets in smaller pieces in a slow Postgres, and says what it did not forget', async () => {
  const asked: number[] = [];
  /** Forgets so many rows at once, and no more. */
  const forgetAtMost = (rows: number) => async (old: { readonly most: number }) => {
    asked.push(old.most);
    if (old.most > rows) throw Object.assign(new NeonDbError('statement timeout'), { code: '57014' });
    return 0;
  };
  await forgetOld({ ...shelf, forget: forgetAtMost(3_000) }, 100 * DAY);
  expect([asked, logged]).toEqual([[10_000, 5_000, 2_500], []]);
  await forgetOld({ ...shelf, forget: forgetAtMost(0) }, 100 * DAY);
  await forgetOld({ ...shelf, forget: async () => null }, 100 * DAY);
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', event: 'answers_not_forgotten', reason: 'Postgres is slow' },
    { level: 'warn', event: 'answers_not_forgotten', reason: 'Postgres is away' },
  ]);
});
