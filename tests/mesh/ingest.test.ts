// Ingestion against the simulator at its best and at its worst: what each misbehaviour of a source comes to.
import type { R2Bucket } from '@cloudflare/workers-types';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../tools/simulate/misbehave.ts';
import { type Installation, loaded, startInstallation } from './installation.ts';

const noon = Date.parse('2026-03-10T12:00:00Z');
let simulatedNow = noon;
let installation: Installation;
let database: pg.Pool;
beforeAll(async () => {
  installation = await startInstallation({
    walksOnly: true,
    simulatedClock: () => simulatedNow,
    vars: { ANSWER_TIMEOUT: '1500' },
  });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  // The pool outlives a dropped database by a moment.
  database.on('error', () => undefined);
});
afterAll(async () => {
  await database.end();
  await installation.stop();
});
beforeEach(async () => {
  simulatedNow = noon;
  await fetch(`${installation.simulator.url}/misbehave`, { method: 'DELETE' });
});

/** Each test has a day of its own. */
let day = Date.parse('2026-01-20T00:00:00Z');
function nextDay(): { from: string; to: string } {
  day += 86_400_000;
  return { from: new Date(day).toISOString(), to: new Date(day + 86_400_000).toISOString() };
}
const load = async (feed: string, window: { from: string; to: string }) => {
  const [run] = await loaded(installation, { dataset: 'consumption', feed, ...window });
  const report = await installation.json(`/v1/datasets/consumption/quality/${run.id}`);
  return { run, report };
};
async function misbehave(order: Partial<Misbehaviour>): Promise<void> {
  const body = JSON.stringify({ match: 'eco2mix', ...order });
  const answer = await fetch(`${installation.simulator.url}/misbehave`, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
}
const rowsIn = async ({ from, to }: { from: string; to: string }) =>
  (
    await database.query<{ area: string; count: number; checksum: string }>(
      `SELECT area, count(*)::integer, md5(string_agg(t::text, '|' ORDER BY at)) AS checksum
       FROM consumption t WHERE at >= $1 AND at < $2 GROUP BY area ORDER BY area`,
      [from, to],
    )
  ).rows;
const sourcesIn = async ({ from, to }: { from: string; to: string }) =>
  (
    await database.query<{ source: string; rows: number }>(
      `SELECT r.source, count(*)::integer AS rows FROM consumption c JOIN raw_object r ON r.id = c.load_raw
       WHERE c.at >= $1 AND c.at < $2 GROUP BY 1 ORDER BY 1`,
      [from, to],
    )
  ).rows;

describe('a source that behaves', () => {
  it('gives every quarter of the day, counted, complete, with the bytes in the lake', async () => {
    const window = nextDay();
    const { run, report } = await load('national-mix-live', window);
    expect(run).toMatchObject({
      status: 'succeeded',
      rows: { extracted: 96, inserted: 96, updated: 0, unchanged: 0, outranked: 0, rejected: 0 },
    });
    expect(report).toMatchObject({ version: 2, simulated: true, rows: { duplicates: 0 }, slices: [{ failovers: [] }] });
    expect(await rowsIn(window)).toMatchObject([{ area: 'FR', count: 96 }]);
    const [object] = run.raw_objects;
    const lake = (await installation.mesh.bindings('ingest'))['LAKE'] as R2Bucket;
    const raw = await lake.get(object.lake_key);
    expect(raw?.size).toBe(object.bytes);
    expect(raw?.customMetadata).toMatchObject({ source: 'odre-national-live', simulated: 'true' });
    expect(Buffer.from(raw?.checksums.sha256 ?? new ArrayBuffer(0)).toString('hex')).toBe(object.sha256);
  });

  it('leaves nothing temporary behind', async () => {
    await load('national-mix-live', nextDay());
    const lake = (await installation.mesh.bindings('ingest'))['LAKE'] as R2Bucket;
    for (const prefix of ['staging/', 'work/']) expect((await lake.list({ prefix })).objects).toEqual([]);
  });

  it('gives the same table when the same window is asked for twice, and twice at once', async () => {
    const window = nextDay();
    const { run } = await load('regional-live', window);
    expect(run.rows).toMatchObject({ inserted: 12 * 96 });
    const before = await rowsIn(window);
    expect(before).toHaveLength(12);
    const again = await Promise.all([load('regional-live', window), load('regional-live', window)]);
    for (const { run } of again) expect(run.rows).toMatchObject({ inserted: 0, updated: 0, unchanged: 12 * 96 });
    expect(await rowsIn(window)).toEqual(before);

    const fresh = nextDay();
    const both = await Promise.all([load('regional-live', fresh), load('regional-live', fresh)]);
    expect(both.map(({ run }) => run.rows.inserted + run.rows.unchanged)).toEqual([12 * 96, 12 * 96]);
    expect(both.map(({ run }) => run.rows.inserted).sort()).toEqual([0, 12 * 96]);
  });

  it.each([
    ['2025-03-30', 92],
    ['2025-10-26', 100],
  ])('gives every area the quarters of the Paris day %s: %i', async (date, quarters) => {
    const midnight = Date.parse(`${date}T00:00:00Z`) - (quarters === 92 ? 1 : 2) * 3_600_000;
    const window = {
      from: new Date(midnight).toISOString(),
      to: new Date(midnight + quarters * 900_000).toISOString(),
    };
    simulatedNow = midnight + 3 * 86_400_000;
    const { report } = await load('regional-live', window);
    expect(report).toMatchObject({
      completeness: { expected: 12 * quarters, present: 12 * quarters },
      gaps: { count: 0 },
    });
    await load('national-live', window);
    const rows = await rowsIn(window);
    expect(rows).toHaveLength(13);
    for (const { count } of rows) expect(count).toBe(quarters);
  });
});

describe('a source that misbehaves for a while', () => {
  it.each<[string, Partial<Misbehaviour>]>([
    ['answers 500 twice', { kind: 'server-error', times: 2 }],
    ['never answers', { kind: 'no-answer' }],
    ['breaks off in the middle', { kind: 'broken-off' }],
    ['asks to wait', { kind: 'too-many-requests', retryAfterSeconds: 1 }],
    ['asks to wait twice', { kind: 'too-many-requests', retryAfterSeconds: 0, times: 2 }],
  ])('%s, and is asked again', async (_, order) => {
    const window = nextDay();
    await misbehave(order);
    const { run, report } = await load('national-mix-live', window);
    expect(run).toMatchObject({ status: 'succeeded', rows: { inserted: 96 } });
    expect(report.slices).toMatchObject([{ source: 'odre-national-live', failovers: [] }]);
  });
});

describe('a source that goes on misbehaving', () => {
  it.each<[string, Partial<Misbehaviour>, string]>([
    ['answers 500', { kind: 'server-error', times: 3 }, 'answered 500'],
    ['never answers', { kind: 'no-answer', times: 3 }, 'no answer within 1500 ms'],
    ['asks to wait too often', { kind: 'too-many-requests', times: 4, retryAfterSeconds: 0 }, 'answered 429'],
    ['asks to wait too long', { kind: 'too-many-requests', retryAfterSeconds: 3_600 }, 'retry after 3600 s'],
    ['is truncated', { kind: 'truncated' }, ''],
    ['is HTML', { kind: 'html' }, ''],
    ['is an error as JSON', { kind: 'json-error' }, ''],
    ['lacks a column', { kind: 'missing-column' }, 'missing nucleaire'],
  ])('%s: the run fails, says why, and changes nothing', async (_, order, why) => {
    const window = nextDay();
    await misbehave(order);
    const { run, report } = await load('national-mix-live', window);
    expect(run.status).toBe('failed');
    expect(run.reason).toContain('odre-national-live: ');
    expect(run.reason).toContain(why);
    expect(run.rows).toMatchObject({ inserted: 0, updated: 0 });
    expect(report.slices[0].failovers).toHaveLength(1);
    expect(await rowsIn(window)).toEqual([]);
  });

  // RTE answers whole Paris days and the one after: these have a summer to themselves.
  it('gives way to the next one, and each row says who spoke', async () => {
    simulatedNow = Date.parse('2025-08-01T12:00:00Z');
    const window = { from: '2025-07-01T00:00:00Z', to: '2025-07-02T00:00:00Z' };
    const { run: first } = await load('national-live', window);
    expect(first.raw_objects).toMatchObject([{ source: 'rte' }]);
    expect(await sourcesIn(window)).toEqual([{ source: 'rte', rows: 96 }]);

    const other = { from: '2025-07-11T00:00:00Z', to: '2025-07-12T00:00:00Z' };
    await misbehave({ match: 'short_term', kind: 'html' });
    const { run, report } = await load('national-live', other);
    expect(run).toMatchObject({ status: 'succeeded', rows: { inserted: 96 } });
    expect(report.slices).toMatchObject([{ source: 'odre-national-live', failovers: [{ source: 'rte' }] }]);
    expect(await sourcesIn(other)).toEqual([{ source: 'odre-national-live', rows: 96 }]);
  });

  it('is asked last for the rest of the window, and the run goes on', async () => {
    simulatedNow = Date.parse('2025-07-01T12:00:00Z');
    await misbehave({ match: 'token/oauth', kind: 'server-error', times: 3 });
    const { run, report } = await load('national-live', { from: '2025-05-04T00:00:00Z', to: '2025-06-20T00:00:00Z' });
    expect(run.status).toBe('succeeded');
    const slices: { source: string; failovers: unknown[] }[] = report.slices;
    expect(slices.map(({ source }) => source)).toEqual(['odre-national-live', 'odre-national-live']);
    expect(slices.map(({ failovers }) => failovers.length)).toEqual([1, 0]);
  });
});

describe('rows that are not as they should be', () => {
  it('are loaded without a column that is new to us', async () => {
    const window = nextDay();
    await misbehave({ kind: 'extra-column' });
    const { run } = await load('national-mix-live', window);
    expect(run).toMatchObject({ status: 'succeeded', rows: { extracted: 96, inserted: 96, rejected: 0 } });
  });

  it('are rejected one by one when they use a word that is new to us, and a run of nothing else fails', async () => {
    const window = nextDay();
    await misbehave({ kind: 'unknown-word' });
    const { run, report } = await load('national-mix-live', window);
    expect(run).toMatchObject({ status: 'failed', rows: { extracted: 96, inserted: 0, rejected: 96 } });
    expect(run.reason).toContain('odre-national-live: none of 96 rows could be accepted, 96 of them because nature');
    expect(report.slices).toMatchObject([{ failovers: [{ source: 'odre-national-live' }] }]);
    expect(run.rejects).toHaveLength(96);
    expect(run.rejects[0].reason).toContain('Données provisoires');
    expect(report.rejected[0].rows).toBe(96);
  });

  it('are counted when they come twice, and the last one counts', async () => {
    const window = nextDay();
    await misbehave({ kind: 'duplicates' });
    const { report } = await load('national-mix-live', window);
    expect(report.rows).toMatchObject({ extracted: 192, inserted: 96, duplicates: 96, rejected: 0 });
    expect(await rowsIn(window)).toMatchObject([{ count: 96 }]);
  });

  it('replace what stood before when they are revised, and what stood before is kept', async () => {
    const window = nextDay();
    await load('regional-live', window);
    await misbehave({ kind: 'revised' });
    const { run } = await load('regional-live', window);
    expect(run.rows).toMatchObject({ inserted: 0, updated: 12 * 96, outranked: 0 });
    const { rows } = await database.query(
      `SELECT count(*)::integer FROM revision WHERE part = 'load' AND at >= $1 AND at < $2`,
      [window.from, window.to],
    );
    expect(rows).toEqual([{ count: 12 * 96 }]);
  });

  it('are missed by name when there is a gap', async () => {
    const window = nextDay();
    await misbehave({ kind: 'gap' });
    const { report } = await load('regional-live', window);
    const morning = {
      from: window.from.replace('T00:00:00.000Z', 'T08:00:00Z'),
      to: window.from.replace('T00:00:00.000Z', 'T10:00:00Z'),
    };
    expect(report.completeness).toMatchObject({ expected: 12 * 96, present: 12 * 88 });
    expect(report.gaps.count).toBe(12);
    expect(report.gaps.first[0]).toEqual({ place: 'FR-ARA', ...morning });
  });
});

describe('a window that the source has nothing of', () => {
  it('is missed as a whole, place by place, once it is old', async () => {
    simulatedNow = Date.parse('2026-10-01T12:00:00Z');
    const window = { from: '2025-02-03T00:00:00Z', to: '2025-02-04T00:00:00Z' };
    const { run, report } = await load('regional-live', window);
    expect(run).toMatchObject({ status: 'succeeded', rows: { extracted: 0, inserted: 0, rejected: 0 } });
    expect(report.completeness).toMatchObject({ columns: ['load_mw'], expected: 12 * 96, present: 0 });
    expect(report.gaps.count).toBe(12);
    expect(report.gaps.first[11]).toEqual({ place: 'FR-PDL', ...window });
  });
});

describe('a window that cannot be', () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  it.each([
    ['before there was any data', '2011-12-31T00:00:00Z', '2012-02-01T00:00:00Z', '/from'],
    ['far in the future', inDays(-1), inDays(60), '/to'],
    ['inverted', '2026-02-02T00:00:00Z', '2026-02-01T00:00:00Z', '/to'],
    ['empty', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z', '/to'],
  ])('is refused: %s', async (_, from, to, pointer) => {
    const answer = await installation.ask('/v1/runs', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ dataset: 'consumption', from, to }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((await answer.json()).errors[0].pointer).toBe(pointer);
  });
});
