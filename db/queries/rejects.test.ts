import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { rawOf, runOrder } from '../local/test-run.ts';
import { recordRawObject } from './raw-objects.ts';
import { rejectsOf, saveRejects } from './rejects.ts';
import { createRun } from './runs.ts';

let database: TestDatabase;
let ingest: Db;
let gateway: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
  gateway = as(database.url('gateway'));
});
afterAll(() => database.drop());

it('are saved once, whatever they hold, and read page by page', async () => {
  await createRun(ingest, runOrder('rejects'));
  const raw = await recordRawObject(ingest, rawOf('rejects', 'raw/rejects'));
  const rejects = [
    { reject: { where: 'line 3', reason: 'load_mw: got "?", want a number', fragment: '"a\\b", {x}, NULL' } },
    { reject: { where: 'line 9', reason: "area: got 'XX'", fragment: '' } },
    { reject: { where: 'line 9', reason: 'at: got nothing', fragment: 'é' } },
  ];
  await saveRejects(ingest, 'rejects', raw, rejects);
  await saveRejects(ingest, 'rejects', raw, rejects);
  await saveRejects(ingest, 'rejects', raw, []);
  const first = await rejectsOf(gateway, 'rejects', { limit: 2 });
  if ('malformed' in first) throw new Error('malformed');
  const rest = await rejectsOf(gateway, 'rejects', { limit: 2, cursor: first.next ?? '' });
  if ('malformed' in rest) throw new Error('malformed');
  expect(
    [...first.rejects, ...rest.rejects].map(({ where, reason, fragment }) => ({
      reject: { where, reason, fragment },
    })),
  ).toEqual(rejects);
  expect(rest.next).toBeNull();
  expect(await rejectsOf(gateway, 'rejects', { limit: 2, cursor: 'bm8' })).toEqual({ malformed: 'cursor' });
});
