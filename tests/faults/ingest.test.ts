// What happens to runs when workerd is killed or Postgres goes away in the middle of them: they go on, nothing is lost, nothing doubles.
import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endOrphans } from '../../tools/orphans.ts';
import { type Installation, startInstallation } from '../mesh/installation.ts';
import { layTrap, type Trap } from './trap.ts';

const ROWS_OF_A_DAY = 12 * 96;

let installation: Installation;
let database: pg.Pool;
let trap: Trap;
beforeAll(async () => {
  installation = await startInstallation({
    walksOnly: true,
    simulatedClock: () => Date.parse('2026-03-10T12:00:00Z'),
    // A step is tried for some three seconds.
    vars: { RETRY_DELAY: '6' },
  });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  database.on('error', () => undefined);
  trap = await layTrap(installation.ownerUrl);
});
afterAll(async () => {
  await trap.remove();
  await database.end();
  await installation.stop();
});

const dayOf = (date: string) => ({
  from: `${date}T00:00:00Z`,
  to: new Date(Date.parse(date) + 86_400_000).toISOString(),
});
async function start(date: string): Promise<string> {
  const answer = await installation.ask('/v1/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ dataset: 'consumption', feed: 'regional-live', ...dayOf(date) }),
  });
  const { runs }: { runs: [string] } = await answer.json();
  return runs[0];
}
const tick = (): Promise<string> =>
  installation.mesh.tick('ingest').then(
    () => 'ok',
    (error: unknown) => String(error),
  );
const statusOf = async (run: string) => (await installation.json(`/v1/runs/${run}`))['status'];
const runOf = (run: string) => installation.json(`/v1/runs/${run}`);

/** Log lines of a run that hold these words. */
const said = (run: string, words: string): number =>
  installation.logs.filter(({ message }) => message.includes(run) && message.includes(words)).length;

async function expectWholeDay(run: string, date: string): Promise<void> {
  await expect.poll(() => statusOf(run), { timeout: 30_000 }).toBe('succeeded');
  const { rows: counts } = await runOf(run);
  expect(counts).toEqual({
    extracted: ROWS_OF_A_DAY,
    inserted: ROWS_OF_A_DAY,
    updated: 0,
    unchanged: 0,
    outranked: 0,
    rejected: 0,
  });
  const { from, to } = dayOf(date);
  const { rows } = await database.query(
    `SELECT count(*)::integer AS rows, count(DISTINCT area)::integer AS areas, count(load_mw)::integer AS loads,
       (SELECT count(*)::integer FROM revision WHERE at >= $1 AND at < $2) AS revisions
     FROM consumption WHERE at >= $1 AND at < $2`,
    [from, to],
  );
  expect(rows).toEqual([{ rows: ROWS_OF_A_DAY, areas: 12, loads: ROWS_OF_A_DAY, revisions: 0 }]);
}

describe('workerd is killed while a run stands in each of its steps', () => {
  const STEPS = [
    // Postgres commits what the dead Worker sent: the run has ended.
    ['report', '2026-02-10', 0],
    ['extract', '2026-02-11', 1],
    ['lake', '2026-02-12', 1],
    ['parse', '2026-02-13', 1],
    ['validate', '2026-02-14', 1],
    ['load', '2026-02-15', 1],
    // Likewise its rows: the repeated step finds them there.
    ['rows', '2026-02-16', 1],
  ] as const;
  const runs = new Map<string, string>();
  let pushed = Number.NaN;

  beforeAll(async () => {
    for (const [index, [step, date]] of STEPS.entries()) {
      await trap.set(dayOf(date).from, step);
      runs.set(step, await start(date));
      // One after the other: a load that stands still holds up all that come after it.
      await vi.waitUntil(async () => (await trap.caught()) === index + 1, { timeout: 60_000, interval: 10 });
    }
    // Its message waits in a batch, and dies there.
    const accepted = await installation.ask('/v1/datasets/city/rows', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'just-before' },
      body: JSON.stringify([{ country: 'France', city: 'Brest', co2_g_per_kwh: 50, quality: 'definitive' }]),
    });
    pushed = accepted.status;
    await installation.killWorkerd();
    await trap.open();
    await installation.mesh.tick('ingest');
  });

  it('and just after a push was accepted: its row is there after the next tick', async () => {
    expect(pushed).toBe(202);
    const rows = async () => (await database.query("SELECT FROM city WHERE city = 'Brest'")).rowCount;
    await expect.poll(rows, { timeout: 30_000 }).toBe(1);
  });

  it.each(STEPS)('in %s: the run comes to its end, and the day %s is whole', async (step, date, goesOn) => {
    const run = runs.get(step) ?? '';
    await expectWholeDay(run, date);
    expect(said(run, 'interrupted run goes on')).toBe(goesOn);
  });
});

describe('Postgres goes away', () => {
  it('for a moment: the step is tried again until it is back', async () => {
    const run = await start('2026-02-20');
    await installation.takeDatabaseAway();
    const triedAgain = () => said(run, 'step will be tried again') > 0;
    await vi.waitUntil(triedAgain, { timeout: 30_000, interval: 10 });
    await installation.bringDatabaseBack();
    await expectWholeDay(run, '2026-02-20');
  });

  it('for longer than a step has patience: the tick starts the run again when it is back', async () => {
    const run = await start('2026-02-21');
    await installation.takeDatabaseAway();
    await vi.waitUntil(() => said(run, '"attempt":31') > 0, { timeout: 30_000, interval: 50 });
    await installation.bringDatabaseBack();
    expect(['queued', 'running']).toContain(await statusOf(run));
    expect(await tick()).toBe('ok');
    await expectWholeDay(run, '2026-02-21');
  });
});

describe('workerd is killed and somebody takes its port meanwhile', () => {
  it('is said to be gone by a tick', async () => {
    const port = Number(new URL(installation.mesh.url).port);
    const squatter = createServer();
    let isOver = false;
    squatter.on('error', () => setTimeout(squat, 1));
    function squat() {
      if (!isOver) squatter.listen(port, '127.0.0.1');
    }
    squat();
    await endOrphans(installation.home);
    await vi.waitUntil(() => squatter.listening, { timeout: 30_000, interval: 10 });
    // Until it is tried to start it again, a tick only finds nobody there.
    await expect.poll(tick, { timeout: 30_000, interval: 250 }).toContain('failed to restart');
    expect(installation.isGone()).toBe(true);
    isOver = true;
    squatter.close();
  });
});
