import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { type Answer, saveAnswers } from '../../db/queries/answers.ts';
import { type NewPrediction, savePredictions } from '../../db/queries/predictions.ts';
import { answersKept } from './answers-kept.ts';
import { isOnce } from './kept-once.ts';
import type { Answered } from './questions.ts';
import { rowsOfForecast, rowsOfRequest } from './told-rows.ts';

let database: TestDatabase;
let predict: Db;
beforeAll(async () => {
  database = await testDatabase();
  predict = connect({ DATABASE_URL: database.url('predict'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const common: Omit<Answer, 'id' | 'requestId' | 'row' | 'model' | 'entity' | 'issuedAt' | 'validAt'> = {
  ...{ release: 'r1', onnxSha256: 'a', featureSha256: 'b', source: 'model', reason: null, features: [1.5] },
  ...{ values: { said: 1 }, correction: null, simulated: true, createdAt: 10_001 },
};
const ofRequest = (n: number, requestId: string, row: number): Answer => ({
  ...common,
  ...{ id: id(n), requestId, row, model: 'city-score', entity: null, issuedAt: null, validAt: null },
});
const ofForecast = (n: number, release: string): NewPrediction => ({
  ...common,
  ...{ id: id(n), release, model: 'load-day-ahead', entity: 'FR', issuedAt: 3_600_000, validAt: 7_200_000 },
});

const when = { askedAt: 0, answeredAt: 1, status: 200 };
const inferred: Answered = {
  ...{ ...when, question: 'infer', requestId: 'inferred' },
  rows: rowsOfRequest({ parameters: { prediction_ids: `${id(1)},${id(2)}` } }, 'inferred'),
};
const forecast: Answered = {
  ...{ ...when, question: 'forecast', requestId: 'read', issuedAt: '1970-01-01T01:00:00Z' },
  rows: rowsOfForecast({
    issued_at: '1970-01-01T01:00:00Z',
    rows: [{ id: id(3), entity: 'FR', valid_at: '1970-01-01T02:00:00Z' }],
  }),
};
const kept = () => answersKept(database.ownerUrl, [inferred, forecast]);

it('finds what was told of an inference and of a forecast, and a second copy of either', async () => {
  await saveAnswers(predict, [ofRequest(1, 'inferred', 0), ofRequest(9, 'of somebody else', 0)]);
  expect(await kept()).toMatchObject({ told: 3, missing: [id(2), id(3)] });

  await saveAnswers(predict, [ofRequest(2, 'inferred', 1)]);
  await savePredictions(predict, [ofForecast(3, 'r1')]);
  expect(isOnce(await kept())).toBe(true);

  await saveAnswers(predict, [ofRequest(4, 'inferred', 1)]);
  await savePredictions(predict, [ofForecast(5, 'r2')]);
  expect(await kept()).toMatchObject({
    missing: [],
    twice: ['inferred 1', '1970-01-01T01:00:00Z FR 1970-01-01T02:00:00Z'],
  });
  expect(isOnce(await kept())).toBe(false);
});
