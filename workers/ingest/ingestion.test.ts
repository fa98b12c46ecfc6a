// How a run ends that cannot write its report, over a Postgres in which the report asks too long.
import type { WorkflowStep } from 'cloudflare:workers';
import pg from 'pg';
import { expect, it } from 'vitest';
import { connect } from '../../db/client.ts';
import { testDatabase } from '../../db/local/test-database.ts';
import { createRun, findRun } from '../../db/queries/runs.ts';
import { logger } from '../mesh/log.ts';
import { ingestion } from './ingestion.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

/** A Workflow as far as it tries again. */
const patient = {
  async do(_name: string, { retries }: { retries: { limit: number } }, work: (at: { attempt: number }) => unknown) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work({ attempt });
      } catch (error) {
        if (attempt > retries.limit) throw error;
      }
    }
  },
} as unknown as WorkflowStep;

it('fails with a reason where its report takes longer than Postgres allows, and does not begin again', async () => {
  const database = await testDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query('SELECT current_database() AS name');
  await owner.query(`ALTER ROLE ingest IN DATABASE ${rows[0].name} SET statement_timeout = '400ms'`);
  const db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
  const order = {
    id: 'r',
    dataset: 'consumption',
    feed: 'gone',
    trigger: 'cron',
    requestId: 'q',
    from: 0,
    to: 1,
  } as const;
  await createRun(db, { ...order, createdAt: 0 });
  // The report asks how fresh the facts are: as slow as somebody's lock.
  await owner.query('BEGIN; LOCK TABLE consumption');
  const steps = { storing: { retries: { limit: 30, delay: 0 } } };
  const log = logger({ worker: 'ingest', context: { requestId: 'q', caller: 'cron' }, write: () => undefined });
  const shell = { db, log, steps, clock: () => 1_000, simulator: null } as unknown as Shell;
  await ingestion(shell, {} as Workflow<RunOrder>, order, patient);
  expect(await findRun(db, 'r')).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/no such feed any more; its report could not be kept: Postgres cut a statement off/),
    report: null,
    finishedAt: 1_000,
  });
  await owner.end();
  await database.drop();
});
