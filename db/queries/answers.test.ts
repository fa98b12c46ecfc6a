import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { type Answer, findAnswer, forgetAnswers, saveAnswers } from './answers.ts';

let database: TestDatabase;
let predict: Db;
beforeAll(async () => {
  database = await testDatabase();
  predict = connect({ DATABASE_URL: database.url('predict'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const answered = (over: Partial<Answer>): Answer => ({
  id: id(1),
  requestId: 'a-request',
  row: 0,
  model: 'load-day-ahead',
  entity: 'FR',
  issuedAt: 10_000,
  validAt: 20_000,
  release: 'r1',
  onnxSha256: 'a',
  featureSha256: 'b',
  source: 'model',
  reason: null,
  features: [1.5, Number.NaN, Math.fround(0.1)],
  values: { load_mw: 60_000.25 },
  correction: { scale: 1.01, bias: -3, spread: 1.2, issues: 7 },
  simulated: false,
  createdAt: 10_001,
  ...over,
});
const ofRecord = { entity: null, issuedAt: null, validAt: null };

it('stores each answer once, however often it is brought, to the last bit', async () => {
  const baseline = answered({ id: id(2), row: 1, source: 'baseline', reason: 'stale, "very"', features: null });
  const record = answered({ ...ofRecord, id: id(3), row: 2, correction: null });
  expect(await saveAnswers(predict, [answered({}), baseline])).toBe(2);
  expect(await saveAnswers(predict, [answered({ values: { load_mw: 1 } }), record, record])).toBe(1);
  expect(await saveAnswers(predict, [])).toBe(0);
  const first = await findAnswer(predict, id(1));
  expect(first?.features?.map(Math.fround)).toEqual([1.5, Number.NaN, Math.fround(0.1)]);
  expect({ ...first, features: null }).toEqual({ ...answered({}), features: null });
  expect(await findAnswer(predict, id(2))).toEqual(baseline);
  expect(await findAnswer(predict, id(3))).toMatchObject({ ...ofRecord, correction: null });
  expect(await findAnswer(predict, id(9))).toBeNull();
});

it('forgets what is older than it may be, oldest first, so many at once', async () => {
  await saveAnswers(
    predict,
    [1, 2, 3, 4].map((n) => answered({ id: id(100 + n), createdAt: n })),
  );
  expect(await forgetAnswers(predict, { before: 4, most: 2 })).toBe(2);
  expect(await findAnswer(predict, id(103))).not.toBeNull();
  expect(await forgetAnswers(predict, { before: 4, most: 2 })).toBe(1);
  expect(await findAnswer(predict, id(104))).not.toBeNull();
});
