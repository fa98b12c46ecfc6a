// Files that people send, as ingest writes them down.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { findRun, finishRun, type NewRun } from './runs.ts';
import { acceptUpload, beginUpload, keepPart, type Upload } from './uploads.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await testDatabase();
  db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

const begun = (idempotencyKey: string, over: Partial<Upload> = {}) =>
  beginUpload(db, {
    id: crypto.randomUUID(),
    client: 'somebody',
    idempotencyKey,
    dataset: 'customer',
    mediaType: 'text/csv',
    quality: null,
    dry: false,
    startedAt: 1_000,
    ...over,
  });
const sent = (upload: string, number: number) =>
  keepPart(db, { upload, number, bytes: 1, sha256: 'a', lakeKey: `${upload}/${number}` }, { whole: false });
const order = (upload: string): NewRun => ({
  id: `customer-upload-${upload}`,
  dataset: 'customer',
  feed: 'upload',
  trigger: 'upload',
  requestId: 'request-1',
  from: 5_000,
  to: 5_001,
  createdAt: 5_000,
});
async function accepted(upload: Upload): Promise<string> {
  await sent(upload.id, 1);
  await acceptUpload(db, { id: upload.id, order: order(upload.id) });
  return order(upload.id).id;
}
const counts = { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 };
const ended = (run: string, status: 'succeeded' | 'failed') =>
  finishRun(db, run, { status, reason: 'no such column', counts, report: {}, finishedAt: 6_000 });

it('gives the same upload for the same key, while it is sent, while it is loaded and when it was loaded', async () => {
  const upload = await begun('kept');
  expect((await begun('kept')).id).toBe(upload.id);
  const run = await accepted(upload);
  expect(await begun('kept')).toMatchObject({ id: upload.id, run, attempt: 1 });
  await ended(run, 'succeeded');
  expect(await begun('kept')).toMatchObject({ id: upload.id, run, attempt: 1 });
});

it('begins anew under the same key when the run failed, once', async () => {
  const upload = await begun('failed');
  await ended(await accepted(upload), 'failed');
  const [one, other] = await Promise.all([begun('failed'), begun('failed')]);
  expect(one).toMatchObject({ attempt: 2, run: null });
  expect(one.id).not.toBe(upload.id);
  expect(other.id).toBe(one.id);
  await ended(await accepted(one), 'failed');
  expect(await begun('failed')).toMatchObject({ attempt: 3, run: null });
});

it('begins a dry run anew each time', async () => {
  const upload = await begun('dry', { dry: true });
  const run = await accepted(upload);
  expect(await begun('dry', { dry: true })).toMatchObject({ attempt: 2, run: null });
  await ended(run, 'succeeded');
  expect(await begun('dry', { dry: true })).toMatchObject({ attempt: 2, run: null });
});

it('knows the same key for two datasets as two uploads', async () => {
  const upload = await begun('users.csv');
  const other = await begun('users.csv', { dataset: 'customer_identity' });
  expect([upload.dataset, other.dataset]).toEqual(['customer', 'customer_identity']);
});

it('accepts no file with a hole, not even one that a part tears while the file is accepted', async () => {
  const { id } = await begun('hole');
  const accept = () => acceptUpload(db, { id, order: order(id) });
  expect(await accept()).toEqual({ accepted: false, parts: [] });
  await sent(id, 1);
  const sender = new pg.Client({ connectionString: database.ownerUrl });
  await sender.connect();
  await sender.query('BEGIN');
  await sender.query('SELECT FROM upload WHERE id = $1 FOR UPDATE', [id]);
  await sender.query("INSERT INTO upload_part VALUES ($1, 3, 1, 'a', 'third')", [id]);
  const accepting = accept();
  await sender.query('COMMIT');
  await sender.end();
  expect(await accepting).toMatchObject({ accepted: false, parts: [{ number: 1 }, { number: 3 }] });
  expect(await findRun(db, order(id).id)).toBeNull();
  await sent(id, 2);
  expect(await accept()).toMatchObject({ accepted: true });
  expect(await accept()).toMatchObject({ accepted: false });
  expect(await findRun(db, order(id).id)).toMatchObject({ status: 'queued', dry: false, from: 5_000, to: 5_001 });
});

it('keeps the first of two whole files that are sent at once under one key, and no whole file over one in parts', async () => {
  const { id } = await begun('at once');
  const whole = (sha256: string, number = 1) =>
    keepPart(db, { upload: id, number, bytes: 1, sha256, lakeKey: `${id}/${sha256}` }, { whole: true });
  const kept = await Promise.all([whole('a'), whole('b'), whole('c')]);
  expect(kept.filter((one) => one.kept)).toHaveLength(1);
  const inParts = await begun('in parts');
  await sent(inParts.id, 2);
  const over = { upload: inParts.id, number: 1, bytes: 1, sha256: 'd', lakeKey: 'd' };
  expect(await keepPart(db, over, { whole: true })).toEqual({ kept: false, before: null });
});
