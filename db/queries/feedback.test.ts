// What people say is kept for good: of a forecast with all it said, of a record, which may be a person, without a value.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { listFeedback, type NewFeedback, saveFeedback } from './feedback.ts';

let database: TestDatabase;
let gateway: Db;
beforeAll(async () => {
  database = await testDatabase();
  gateway = connect({ DATABASE_URL: database.url('gateway'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

const said = (n: number, over: Partial<NewFeedback>): NewFeedback => ({
  ...{ id: `00000000-0000-4000-8000-00000000000${n}`, prediction: '00000000-0000-4000-8000-0000000000aa' },
  ...{ model: 'm', release: 'r', entity: null, validAt: null, values: { score: 3 } },
  ...{ verdict: 'wrong', comment: null, client: 'tests', createdAt: n },
  ...over,
});

it('keeps the values of a forecast, and none of a record', async () => {
  await saveFeedback(gateway, said(1, { entity: 'FR', validAt: 5 }));
  await saveFeedback(gateway, said(2, {}));
  const page = await listFeedback(gateway, { limit: 9 });
  expect('said' in page && page.said.map(({ entity, values }) => [entity, values])).toEqual([
    [null, null],
    ['FR', { score: 3 }],
  ]);
});

it('cannot keep values of a record, whoever writes them', async () => {
  const write = gateway.$client`
    INSERT INTO feedback (id, prediction_id, model, release, values, verdict, client, created_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'm', 'r', '{"score": 3}', 'wrong', 'tests', now())`;
  await expect(write).rejects.toThrow('feedback_keeps_no_record');
});
