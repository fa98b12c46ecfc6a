// workerd is killed in the middle of each step of a run: the run goes on, nothing is lost, nothing doubles.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endOrphans } from '../../tools/orphans.ts';
import { type Installation, startInstallation } from '../mesh/installation.ts';

const REGIONS_OF_A_DAY = 12 * 96;
/** Held by the test while a step is to stand still. */
const LOCK = 4711;

let installation: Installation;
let database: pg.Pool;
let keeper: pg.Client;
beforeAll(async () => {
  installation = await startInstallation({ simulatedClock: () => Date.parse('2026-03-10T12:00:00Z') });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  database.on('error', () => undefined);
  keeper = new pg.Client({ connectionString: installation.ownerUrl });
  await keeper.connect();
  // A trap: what touches the table waits until the test lets it go on.
  await database.query(`
    CREATE TABLE trap (step text);
    GRANT SELECT ON trap TO ingest;
    CREATE FUNCTION wait_in_trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM trap WHERE TG_TABLE_NAME = 'consumption' AND step = 'rows')
        OR (TG_TABLE_NAME = 'run' AND EXISTS (SELECT FROM trap WHERE to_jsonb(NEW) ->> 'step' LIKE trap.step || ' %'))
        OR (TG_TABLE_NAME = 'run' AND EXISTS (SELECT FROM trap WHERE trap.step = 'report' AND to_jsonb(NEW) ->> 'status' = 'succeeded'))
      THEN PERFORM pg_advisory_xact_lock_shared(${LOCK}); END IF;
      RETURN NEW; END $$;
    CREATE TRIGGER trap BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION wait_in_trap();
    CREATE TRIGGER trap AFTER INSERT ON consumption FOR EACH STATEMENT EXECUTE FUNCTION wait_in_trap();`);
});
afterAll(async () => {
  await keeper.end();
  await database.end();
  await installation.stop();
});

const trapped = async (): Promise<number> =>
  (
    await database.query<{ count: number }>(
      `SELECT count(*)::integer FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted`,
    )
  ).rows[0]?.count ?? 0;

async function start(window: { from: string; to: string }): Promise<string> {
  const answer = await installation.ask('/v1/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ dataset: 'consumption', feed: 'regional-live', ...window }),
  });
  const { runs }: { runs: string[] } = await answer.json();
  return runs[0] ?? '';
}

it.each([
  ['extract', '2026-02-10'],
  ['lake', '2026-02-11'],
  ['parse', '2026-02-12'],
  ['validate', '2026-02-13'],
  ['load', '2026-02-14'],
  ['report', '2026-02-15'],
  // Its rows are written and not committed when the Worker dies: Postgres commits them all the same.
  ['rows', '2026-02-16'],
])('killed in %s', async (step, date) => {
  const window = { from: `${date}T00:00:00Z`, to: new Date(Date.parse(date) + 86_400_000).toISOString() };
  await database.query('INSERT INTO trap VALUES ($1)', [step]);
  await keeper.query(`SELECT pg_advisory_lock(${LOCK})`);
  const run = await start(window);
  await expect.poll(trapped, { timeout: 20_000, interval: 20 }).toBe(1);

  await endOrphans(installation.home);
  await database.query('DELETE FROM trap');
  await keeper.query(`SELECT pg_advisory_unlock(${LOCK})`);
  await expect.poll(() => tick(), { timeout: 20_000 }).toBe('ok');

  const status = async () => (await installation.json(`/v1/runs/${run}`))['status'];
  await expect.poll(status, { timeout: 30_000 }).toBe('succeeded');
  const ended = await installation.json(`/v1/runs/${run}`);
  expect(ended.rows.extracted).toBe(REGIONS_OF_A_DAY);
  expect(ended.rows.inserted + ended.rows.unchanged).toBe(REGIONS_OF_A_DAY);
  expect(ended.raw_objects.length).toBeGreaterThanOrEqual(1);
  const { rows } = await database.query(
    `SELECT count(*)::integer AS rows, count(DISTINCT area)::integer AS areas, count(load_mw)::integer AS loads,
       (SELECT count(*)::integer FROM revision) AS revisions
     FROM consumption WHERE at >= $1 AND at < $2`,
    [window.from, window.to],
  );
  expect(rows).toEqual([{ rows: REGIONS_OF_A_DAY, areas: 12, loads: REGIONS_OF_A_DAY, revisions: 0 }]);
});

async function tick(): Promise<string> {
  return installation.mesh.tick('ingest').then(
    () => 'ok',
    (error: unknown) => String(error),
  );
}
