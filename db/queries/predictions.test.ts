import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { issuesWithout } from './issues-without.ts';
import { latestIssue, type NewPrediction, savePredictions } from './predictions.ts';

let database: TestDatabase;
let predict: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  predict = as(database.url('predict'));
});
afterAll(() => database.drop());

const stored = (over: Partial<NewPrediction> = {}): NewPrediction => ({
  model: 'load-day-ahead',
  entity: 'FR',
  issuedAt: 10_000,
  validAt: 20_000,
  release: 'r1',
  onnxSha256: 'a',
  featureSha256: 'b',
  source: 'model',
  reason: null,
  features: [1.5, Number.NaN],
  values: { load_mw: 60_000 },
  simulated: false,
  createdAt: 10_001,
  ...over,
});

it('stays as it was stored first', async () => {
  expect(await latestIssue(predict, 'load-day-ahead')).toBeNull();
  expect(await savePredictions(predict, [stored(), stored({ validAt: 30_000, issuedAt: 11_000 })])).toBe(2);
  expect(await savePredictions(predict, [stored({ values: { load_mw: 1 } })])).toBe(0);
  expect(await savePredictions(predict, [])).toBe(0);
  expect(await latestIssue(predict, 'load-day-ahead')).toBe(11_000);
  const [row] = await predict.$client`SELECT features, "values" FROM prediction WHERE valid_at = to_timestamp(20)`;
  expect(row).toEqual({ features: [1.5, Number.NaN], values: { load_mw: 60_000 } });
});

it('says of one hour what each release said, and the newest issue is of what was published', async () => {
  const shadow = stored({ role: 'shadow', release: 'r2', issuedAt: 12_000 });
  expect(await savePredictions(predict, [shadow])).toBe(1);
  expect(await savePredictions(predict, [{ ...shadow, release: 'r3' }])).toBe(1);
  expect(await latestIssue(predict, 'load-day-ahead')).toBe(11_000);
});

it('tells which published issues a release has not made yet, oldest first and with their steps', async () => {
  const missing = (release: string, from: number, limit = 9) =>
    issuesWithout(predict, { model: 'load-day-ahead', release, from, limit });
  expect(await missing('r4', 0)).toEqual([
    { issuedAt: 10_000, validAt: [20_000], createdAt: 10_001 },
    { issuedAt: 11_000, validAt: [30_000], createdAt: 10_001 },
  ]);
  await savePredictions(predict, [stored({ role: 'shadow', release: 'r4' })]);
  expect(await missing('r4', 0)).toEqual([{ issuedAt: 11_000, validAt: [30_000], createdAt: 10_001 }]);
  expect(await missing('r1', 0)).toEqual([]);
  expect(await missing('r5', 10_500)).toEqual([{ issuedAt: 11_000, validAt: [30_000], createdAt: 10_001 }]);
  expect(await missing('r5', 0, 1)).toHaveLength(1);
  const asked = { model: 'load-day-ahead', release: 'r5', from: 0, limit: 1 };
  expect(await issuesWithout(predict, { ...asked, except: [10_000] })).toMatchObject([{ issuedAt: 11_000 }]);
});
