// Ids of answered rows, and what is remembered under them: what was taken, and nothing else.
import { expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import type { LoggedAnswer } from './answer-lines.ts';
import { logged } from './logged.ts';
import type { Answered, Answering } from './prediction.ts';
import { IDENTITY } from './testing/released.ts';

const model = models['load-day-ahead'];
const row = (hour: number): Answered => ({
  row: {
    ...{ entity: 'FR', valid_at: `2026-11-21T0${hour}:00:00Z`, source: 'model' },
    values: { load_mw: 50_000 + hour },
  },
  features: [hour, Number.NaN],
  correction: null,
});
const nobodyKnows: Answered = {
  row: { entity: 'FR', valid_at: '2026-11-21T05:00:00Z', source: 'none', reason: 'nothing is known' },
  features: null,
  correction: null,
};

function answering(...rows: readonly Answered[]) {
  const added: LoggedAnswer[] = [];
  const many: LoggedAnswer[] = [];
  const into = (answers: LoggedAnswer[]) => ({ add: (one: LoggedAnswer) => answers.push(one), flush: () => null });
  const asked: Answering = {
    ...{ model, release: IDENTITY, issuedAt: 10_000, simulated: false, graph: null },
    rowCount: rows.length,
    rows: async (first, count) => rows.slice(first, first + count),
    told() {},
    failureOf: () => ({ reason: 'conflict', detail: '' }),
  };
  const later: Promise<unknown>[] = [];
  const means = {
    requestId: 'a-request',
    logs: { few: into(added), many: into(many) },
    later: (work: Promise<unknown>) => later.push(work),
    clock: () => 20_000,
  };
  return { added, many, answer: logged(asked, means) };
}

it('logs each row under the id that stands in the answer, at its place in the request', async () => {
  const { added, answer } = answering(row(0), row(1), nobodyKnows, row(2));
  const said: Answered[] = [];
  for (const first of [0, 2]) {
    const some = await answer.rows(first, 2);
    answer.told(some, first);
    said.push(...some);
  }
  const ids = said.map(({ row: one }) => (one.source === 'none' ? null : one.id));
  expect(new Set(ids).size).toBe(4);
  expect(ids[2]).toBeNull();
  expect(added.map(({ rows }) => rows.map(({ id, row: place }) => [id, place]))).toEqual([
    [
      [ids[0], 0],
      [ids[1], 1],
    ],
    [[ids[3], 3]],
  ]);
  expect(added[0]).toMatchObject({ requestId: 'a-request', identity: IDENTITY, issuedAt: 10_000, createdAt: 20_000 });
  expect(added[0]?.rows[1]).toEqual({
    ...{ id: ids[1], row: 1, entity: 'FR', validAt: Date.UTC(2026, 10, 21, 1), source: 'model', correction: null },
    ...{ values: { load_mw: 50_001 }, features: Float32Array.of(1, Number.NaN) },
  });
});

it('logs nothing that nobody was told: what was computed for a reader who left', async () => {
  const { added, answer } = answering(row(0), row(1), nobodyKnows);
  answer.told(await answer.rows(0, 1), 0);
  await answer.rows(1, 2);
  expect(added.map(({ rows }) => rows.length)).toEqual([1]);
});

it('leaves a question of many rows to the log of those, though it is told in small pieces', async () => {
  const { added, many, answer } = answering(...Array.from({ length: 251 }, (_, n) => row(n % 10)));
  answer.told(await answer.rows(0, 250), 0);
  answer.told(await answer.rows(250, 1), 250);
  expect(many.map(({ rows }) => rows.length)).toEqual([250, 1]);
  const few = answering(...Array.from({ length: 250 }, (_, n) => row(n % 10)));
  few.answer.told(await few.answer.rows(0, 250), 0);
  expect([few.added.length, few.many.length, added.length]).toEqual([1, 0, 0]);
});
