// A window that was damaged, emptied or tampered with is made again from the raw objects in the lake, to the last byte.
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Installation, loaded, startInstallation } from './installation.ts';

let installation: Installation;
let owner: pg.Client;
const DAY = { from: '2026-10-24T00:00:00Z', to: '2026-10-26T00:00:00Z' };
const WEEK = { from: '2026-10-20T00:00:00Z', to: '2026-10-28T00:00:00Z' };

beforeAll(async () => {
  installation = await startInstallation({
    walksOnly: true,
    simulatedClock: () => Date.UTC(2026, 10, 20),
    // A tick begins nothing: this one has no source here.
    vars: { DATASETS: 'turbine' },
  });
  owner = new pg.Client({ connectionString: installation.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await installation.stop();
});

async function md5(table = 'consumption'): Promise<{ rows: string; revisions: string }> {
  const { rows } = await owner.query(`SELECT
    (SELECT count(*) || md5(string_agg(c::text, E'\\n' ORDER BY area, at)) FROM ${table} c) AS rows,
    (SELECT count(*) || coalesce(md5(string_agg(text, E'\\n' ORDER BY text)), '') FROM (
      SELECT ROW(dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)::text AS text FROM revision) r) AS revisions`);
  return rows[0];
}

async function replaying(window: { from: string; to: string }, wishes: object = {}): Promise<string> {
  const started = await installation.ask('/v1/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ dataset: 'consumption', ...window, replay: true, ...wishes }),
  });
  const { runs } = await started.json();
  return runs[0];
}

const replayed = async (window: { from: string; to: string }, wishes: object = {}) =>
  ended(await replaying(window, wishes));

async function leftOfReplays(): Promise<number> {
  const { rows } =
    await owner.query(`SELECT (SELECT count(*) FROM replay.build) + (SELECT count(*) FROM replay.revision)
    + (SELECT count(*) FROM replay.consumption) + (SELECT count(*) FROM replay.enriched_consumption) AS n`);
  return Number(rows[0].n);
}

async function ended(id: string) {
  const done = async () => {
    const run = await installation.json(`/v1/runs/${id}`);
    return run.status === 'succeeded' || run.status === 'failed' ? run : null;
  };
  await expect.poll(done, { timeout: 60_000, interval: 100 }).not.toBeNull();
  return done();
}

async function uploaded(csv: string, { key, query = '' }: { key: string; query?: string }) {
  const answer = await installation.ask(`/v1/datasets/consumption/files${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': key },
    body: csv,
  });
  return { status: answer.status, body: await answer.json() };
}

it('takes a file by hand, once, and says what it would change before', async () => {
  await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...WEEK });
  const csv =
    'area;at;load_mw;colour\nFR;2026-10-24T10:00:00Z;50123;red\nFR;2026-10-24T10:15:00Z;99999999;red\nFR;soon;1;red\n';
  const before = await md5();
  const dry = await uploaded(csv, { key: 'by-hand', query: '?dry_run=true&quality=definitive' });
  const would = await ended(dry.body.run);
  expect(would).toMatchObject({ status: 'succeeded', dry: true, trigger: 'upload', rows: { updated: 1, rejected: 2 } });
  expect(would.changes).toEqual([
    { key: ['FR', '1792836000000'], old: { load_mw: expect.any(Number) }, new: { load_mw: 50123 } },
  ]);
  expect(would.raw_objects).toEqual([]);
  expect(await md5()).toEqual(before);

  const real = await uploaded(csv, { key: 'by-hand', query: '?quality=definitive' });
  expect(real).toMatchObject({ status: 202, body: { repeated: false } });
  const run = await ended(real.body.run);
  expect(run).toMatchObject({ status: 'succeeded', rows: { extracted: 3, updated: 1, rejected: 2 } });
  expect(run.rejects).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        where: 'line 4',
        reason: 'at: got "soon", want an instant with its zone, such as 2026-11-20T10:15:00Z',
      }),
    ]),
  );
  expect(await uploaded(csv, { key: 'by-hand', query: '?quality=definitive' })).toMatchObject({
    status: 202,
    body: { repeated: true, run: real.body.run },
  });
  expect((await uploaded(`${csv}\n`, { key: 'by-hand', query: '?quality=definitive' })).status).toBe(409);
  const gone = await ended((await uploaded('at;load_mw\n', { key: 'no-area' })).body.run);
  expect(gone).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('want the column area, got 2 columns, all known'),
  });
  // What failed is sent again under its key, mended or not.
  const mended = await uploaded('area;at;load_mw\nFR;2026-10-24T10:00:00Z;50123\n', { key: 'no-area' });
  expect(mended).toMatchObject({ status: 202, body: { repeated: false } });
  expect(await ended(mended.body.run)).toMatchObject({ status: 'succeeded', rows: { extracted: 1 } });
});

async function pushed(row: object): Promise<void> {
  const answer = await installation.ask('/v1/datasets/consumption/rows', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': JSON.stringify(row) },
    body: JSON.stringify([row]),
  });
  expect(answer.status).toBe(202);
  const arrived = () => owner.query("SELECT FROM run WHERE trigger = 'push' AND status = 'succeeded'");
  await expect.poll(async () => (await arrived()).rowCount, { timeout: 30_000, interval: 50 }).toBe(1);
}

it('is taken in parts that come in any order, and goes on where it stopped', async () => {
  const start = () =>
    installation.json('/v1/datasets/consumption/uploads?type=csv', {
      method: 'POST',
      headers: { 'Idempotency-Key': 'parts' },
    });
  const { upload } = await start();
  const put = (part: number, body: string) =>
    installation.ask(`/v1/datasets/consumption/uploads/${upload}/parts/${part}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
    });
  expect((await put(2, '6-10-24T11:00:00Z;51000\n')).status).toBe(200);
  const complete = () => installation.ask(`/v1/datasets/consumption/uploads/${upload}`, { method: 'POST' });
  expect(await (await complete()).json()).toMatchObject({
    status: 400,
    detail: expect.stringContaining('part 1 is missing'),
  });
  expect(await start()).toMatchObject({ upload, parts: [{ number: 2, bytes: 24 }] });
  expect((await put(1, 'area;at;load_mw\nFR;202')).status).toBe(200);
  const { run } = await (await complete()).json();
  expect(await ended(run)).toMatchObject({ status: 'succeeded', rows: { extracted: 1, updated: 1 } });
  expect((await put(1, 'something else')).status).toBe(409);
});

it('makes the same table again, provenance and revisions included, whatever was done to it', async () => {
  await loaded(installation, { dataset: 'consumption', feed: 'national-archive', ...WEEK });
  await pushed({ area: 'FR', at: '2026-10-25T10:00:00Z', quality: 'definitive', load_mw: 52_000 });
  const before = await md5();
  expect(await replayed(WEEK)).toMatchObject({
    status: 'succeeded',
    trigger: 'replay',
    rows: { inserted: 0, updated: 0 },
  });
  expect(await md5()).toEqual(before);

  await owner.query("DELETE FROM consumption WHERE at >= '2026-10-24' AND at < '2026-10-25'");
  await owner.query(
    "UPDATE consumption SET load_mw = 1, load_known_at = now() WHERE at >= '2026-10-25' AND at < '2026-10-25 06:00'",
  );
  await owner.query("DELETE FROM revision WHERE at = '2026-10-24 10:00Z'");
  const damaged = await md5();
  expect(damaged).not.toEqual(before);
  const dry = await replayed(DAY, { dry_run: true });
  expect(dry).toMatchObject({ status: 'succeeded', dry: true, rows: { inserted: 96, updated: 24 } });
  expect(await md5()).toEqual(damaged);
  expect(await replayed(DAY)).toMatchObject({ rows: { inserted: 96, updated: 24 } });
  expect(await md5()).toEqual(before);
});

it('makes again what was derived, although its inputs have changed since', async () => {
  await loaded(installation, { dataset: 'enriched-consumption', feed: 'recent', ...WEEK });
  const before = await md5('enriched_consumption');
  expect(before.rows).toMatch(/^192/);
  await owner.query("UPDATE consumption SET load_mw = 1 WHERE area = 'FR' AND at < '2026-10-25'");
  await owner.query("DELETE FROM enriched_consumption WHERE at < '2026-10-24'");
  expect(await replayed(WEEK, { dataset: 'enriched-consumption' })).toMatchObject({
    rows: { inserted: 96, updated: 0 },
  });
  expect(await md5('enriched_consumption')).toEqual(before);
  await replayed(WEEK);
  expect(await leftOfReplays()).toBe(0);
});

// A whole mesh starts again meanwhile.
it('goes on where it was killed while it builds, and gives the same table', { timeout: 120_000 }, async () => {
  const before = await md5();
  await owner.query("UPDATE consumption SET load_mw = 8 WHERE at >= '2026-10-24' AND at < '2026-10-25'");
  await owner.query(`SELECT pg_advisory_lock(4712);
    CREATE FUNCTION trapped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4712); RETURN NULL; END $$;
    CREATE TRIGGER trap AFTER INSERT ON replay.consumption FOR EACH STATEMENT EXECUTE FUNCTION trapped()`);
  const run = await replaying(WEEK);
  const caught = () => owner.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4712 AND NOT granted");
  await vi.waitUntil(async () => (await caught()).rowCount === 1, { timeout: 30_000, interval: 20 });
  await installation.killWorkerd();
  await owner.query('SELECT pg_advisory_unlock(4712)');
  await installation.mesh.tick('ingest');
  expect(await ended(run)).toMatchObject({ status: 'succeeded' });
  await owner.query('DROP TRIGGER trap ON replay.consumption; DROP FUNCTION trapped');
  expect(await md5()).toEqual(before);
  expect(await leftOfReplays()).toBe(0);
});

it('says what sources would change, and leaves nothing behind', async () => {
  await owner.query("UPDATE consumption SET load_mw = 7 WHERE area = 'FR' AND at = '2026-10-24 12:00Z'");
  const before = await md5();
  const objects = async () => (await owner.query('SELECT count(*)::integer AS n FROM raw_object')).rows[0].n;
  const had = await objects();
  const [run] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...DAY, dry_run: true });
  // What was pushed in by hand at 11:00 is real time as well, and older than this answer.
  expect(run).toMatchObject({ status: 'succeeded', dry: true, raw_objects: [], rows: { inserted: 0, updated: 2 } });
  const olds = run.changes.map(({ old }: { old: { load_mw: number } }) => old.load_mw);
  expect(olds.sort()).toEqual([51_000, 7]);
  expect(await md5()).toEqual(before);
  expect(await objects()).toBe(had);
  await replayed(DAY);
  expect(await md5()).not.toEqual(before);
});

it('changes nothing when what it had built is gone half way, and is right the next time', async () => {
  await owner.query("DELETE FROM consumption WHERE at >= '2026-10-24' AND at < '2026-10-25'");
  const damaged = await md5();
  // As a crash of Postgres does, and a migration.
  await owner.query(
    `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN DELETE FROM replay.build; RETURN NULL; END'`,
  );
  await owner.query(
    'CREATE TRIGGER forget AFTER INSERT ON replay.consumption FOR EACH STATEMENT EXECUTE FUNCTION forget()',
  );
  expect(await replayed(DAY)).toMatchObject({ status: 'failed' });
  expect(await md5()).toEqual(damaged);
  await owner.query('DROP TRIGGER forget ON replay.consumption');
  expect(await replayed(DAY)).toMatchObject({ status: 'succeeded', rows: { inserted: 96, updated: 0 } });
});

it('fails before anything is changed when a raw object is missing', async () => {
  const before = await md5();
  const { rows } = await owner.query("SELECT run_id, lake_key FROM raw_object WHERE feed = 'national-archive' LIMIT 1");
  await owner.query("UPDATE raw_object SET lake_key = lake_key || '-gone' WHERE lake_key = $1", [rows[0].lake_key]);
  expect(await replayed(DAY)).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining(
      `raw objects are not in the lake (${rows[0].lake_key}-gone): what is not rebuilt stays as it was`,
    ),
  });
  expect(await md5()).toEqual(before);
  await owner.query("UPDATE raw_object SET lake_key = $1 WHERE lake_key = $1 || '-gone'", [rows[0].lake_key]);
});
