// What callers asked of a record model is compared by the role that watches: each question once, and not before there are enough of them.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { type Answer, saveAnswers } from '../../db/queries/answers.ts';
import { latestDrift } from '../../db/queries/drift.ts';
import type { Sketches } from '../../models/sketch.ts';
import { compareAsked } from './drift-of-asked.ts';

const NOON = Date.parse('2026-11-20T11:00:00Z');
const model = { id: 'city-score' };

let database: TestDatabase;
let monitor: Db;
let predict: Db;
let owner: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  monitor = as(database.url('monitor'));
  predict = as(database.url('predict'));
  owner = as(database.ownerUrl);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await owner.$client`TRUNCATE answer, drift`;
});

/** Evenly from 0 to 99. */
const even = {
  missing: 0,
  mean: 49.5,
  deviation: 28.87,
  edges: [0, 24, 49, 74, 99],
  shares: [0.01, 0.24, 0.25, 0.25, 0.25, 0],
};
const sketches: Sketches = {
  features: [
    { name: 'price', ...even },
    { name: 'wind', ...even },
  ],
  heads: [{ name: 'score', ...even }],
};
const papers = { sketchesOf: async () => sketches, unread: () => {} };

async function asked(count: number, over: (n: number) => Partial<Answer> = () => ({})) {
  const rows = Array.from(
    { length: count },
    (_, n): Answer => ({
      ...{
        id: crypto.randomUUID(),
        requestId: 'r',
        row: n,
        model: model.id,
        release: 'r1',
        onnxSha256: 'a',
        featureSha256: 'b',
      },
      ...{
        entity: null,
        issuedAt: null,
        validAt: null,
        source: 'model',
        reason: null,
        correction: null,
        simulated: true,
      },
      features: [n % 100, (n * 37 + Math.floor(n / 100)) % 100],
      values: { score: n % 100 },
      createdAt: NOON - n,
      ...over(n),
    }),
  );
  await saveAnswers(predict, rows);
}
const compare = (now = NOON + HOUR / 6) => compareAsked(monitor, papers, model, now);

it('finds nothing where callers ask about what the release was made from, and knows no season', async () => {
  await asked(400);
  expect(await compare()).toMatchObject([
    { role: 'asked', days: 7, day: '2026-11-20', season: null, rows: 400, isAlert: false },
    { role: 'asked', days: 28, rows: 400, isAlert: false },
  ]);
  expect(await compare()).toEqual([]);
  // Once more when whatever was on its way has come, and then no more.
  expect(await compare(NOON + 3 * HOUR)).toHaveLength(2);
  expect(await compare(NOON + 9 * HOUR)).toEqual([]);
});

it('reads once an hour of a model that is asked all the time, and looks again at a new day', async () => {
  for (let tick = 0; tick < 14; tick += 1) {
    const now = NOON + tick * 5 * MINUTE;
    await asked(210, (n) => ({ features: [n % 100, 1_000 * tick + n], createdAt: now - 1 }));
    expect(await compare(now)).toHaveLength(tick % 12 === 0 ? 2 : 0);
  }
  await asked(1, () => ({ createdAt: Date.parse('2026-11-20T22:59:00Z') }));
  expect(await compare(Date.parse('2026-11-20T22:59:30Z'))).toHaveLength(2);
  await asked(1, () => ({ createdAt: Date.parse('2026-11-20T23:00:30Z') }));
  expect((await compare(Date.parse('2026-11-20T23:01:00Z'))).map(({ day }) => day)).toEqual([
    '2026-11-21',
    '2026-11-21',
  ]);
});

it('tells what callers ask about that the release does not know', async () => {
  await asked(300, (n) => ({ features: [150 + (n % 100), n % 3 === 0 ? Number.NaN : n % 100] }));
  const [week] = await compare();
  expect([week?.isAlert, ...(week?.worst ?? []).map(({ name, sign }) => `${name} ${sign}`)]).toEqual([
    true,
    'price wasserstein',
    'wind missing',
    'score wide',
  ]);
});

it('raises no alert over few questions, nor over one that is asked a thousand times', async () => {
  await asked(1_000, () => ({ features: [900, 900] }));
  await asked(198, (n) => ({ features: [500 + n, 500] }));
  expect(await compare()).toMatchObject([
    { days: 7, rows: 199, isAlert: false, worst: [], columns: [] },
    { days: 28, rows: 199, isAlert: false, worst: [], columns: [] },
  ]);
  await asked(1, () => ({ features: [700, 500] }));
  expect(await compare(NOON + 2 * HOUR)).toMatchObject([
    { rows: 200, isAlert: true },
    { rows: 200, isAlert: true },
  ]);
  expect((await latestDrift(monitor, model.id)).map(({ rows }) => rows)).toEqual([200, 200]);
});

it('looks at the last days of each release by itself, and at no series', async () => {
  await asked(200);
  await asked(50, (n) => ({ features: [n, 200], createdAt: NOON - 10 * DAY }));
  await asked(210, () => ({ release: 'r2' }));
  await asked(300, () => ({ ...{ entity: 'FR', issuedAt: NOON, validAt: NOON }, features: [900, 900] }));
  await asked(300, (n) => ({ model: 'customer-satisfaction', features: [900, n] }));
  expect((await compare()).map(({ release, days, rows }) => `${release} ${days} ${rows}`)).toEqual([
    'r1 7 200',
    'r1 28 250',
    'r2 7 210',
    'r2 28 210',
  ]);
});

it('reads of a busy model the newest rows alone', async () => {
  await asked(5_100, (n) => ({ features: [n % 100, n] }));
  expect((await compare()).map(({ rows }) => rows)).toEqual([5_000, 5_000]);
  const plan =
    await owner.$client`EXPLAIN SELECT features FROM answer WHERE model = 'city-score' AND entity IS NULL AND source = 'model' ORDER BY created_at DESC LIMIT 100`;
  expect(JSON.stringify(plan)).toContain('answer_of_records');
});

it('keeps no feature and no answer, only how far they are', async () => {
  await asked(300, (n) => ({ features: [n % 100, 77_777 + n] }));
  await compare();
  const [kept] = await owner.$client`SELECT string_agg(d::text, ' ') AS text FROM drift d`;
  expect(kept?.['text']).toContain('wasserstein');
  expect(kept?.['text']).not.toMatch(/77[78]\d\d/);
});
