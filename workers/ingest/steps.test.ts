import type { WorkflowStep } from 'cloudflare:workers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { logger } from '../mesh/log.ts';
import type { Shell } from './shell.ts';
import { stepsOf } from './steps.ts';

const RETRIES = { retries: { limit: 30, delay: 0 } };
/** A Workflow as far as a first attempt sees one. */
const first = {
  do: (_name: string, _config: unknown, work: (context: { attempt: number }) => unknown) => work({ attempt: 1 }),
} as unknown as WorkflowStep;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('consumption');
});
afterAll(() => world.database.drop());

const ended = (name: string, result: string) => {
  const log = logger({ worker: 'ingest', context: { requestId: 'r', caller: 'tests' }, write: () => undefined });
  const order = { id: 'run-1', dataset: 'consumption', feed: 'feed', trigger: 'request', requestId: 'r' } as const;
  const steps = stepsOf({ db: world.db, log, clock: () => 0 } as unknown as Shell, { ...order, from: 0, to: 1 }, first);
  return steps.do(name, RETRIES, async () => result);
};

it('hands on what a Workflow keeps, and fails at once, by name, where the cloud would refuse a result', async () => {
  const most = 'é'.repeat(Math.floor((1_000_000 - '{"ok":true,"value":"","milliseconds":0}'.length) / 2));
  expect(await ended('parse', most)).toEqual({ ok: true, value: most, milliseconds: 0 });
  expect(await ended('parse 2026-03-10', `${most}éé`)).toEqual({
    ok: false,
    why: 'step "parse 2026-03-10" made a result of 1000003 bytes, want 1000000 at most: what is larger goes by way of the lake',
    milliseconds: 0,
  });
});
