import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { odreNationalArchive } from '../../data/consumption/sources/odre-national-archive.ts';
import { odreNationalLive } from '../../data/consumption/sources/odre-national-live.ts';
import { odreRegionalLive } from '../../data/consumption/sources/odre-regional-live.ts';
import { rte } from '../../data/consumption/sources/rte.ts';
import { type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import { askAll, simulated } from './asking.ts';
import type { Misbehaviour } from './misbehave.ts';
import { type Simulator, startSimulator } from './server.ts';

const utc = (text: string): Instant => Date.parse(text);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => utc('2026-11-20T12:07:00Z') });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await fetch(`${simulator.url}/misbehave`, { method: 'DELETE' });
});

const at = (url: string) => simulated(simulator.url, url);
const ingest = (source: Source, from: Instant, to: Instant) => askAll(simulator.url, source, from, to);
const instants = (rows: readonly Row[]): string[] => rows.map((row) => formatInstant(Number(row['at'])));

async function misbehave(order: Partial<Misbehaviour>): Promise<void> {
  const response = await fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
  expect(response.status).toBe(200);
}

describe('it misbehaves on demand', () => {
  const window = [utc('2026-11-20T08:00:00Z'), utc('2026-11-20T11:00:00Z')] as const;
  const live = () => ingest(odreNationalLive, ...window);
  const archive = () => ingest(odreNationalArchive, utc('2025-06-01T00:00:00Z'), utc('2025-06-03T00:00:00Z'));

  it('as many times as it was told, on the requests it was told, and remembers', async () => {
    await misbehave({ match: 'eco2mix-national-tr', kind: 'server-error', times: 2 });
    await expect(live()).rejects.toThrow('answered 500');
    expect((await ingest(odreRegionalLive, ...window)).rows.length).toBe(144);
    await expect(live()).rejects.toThrow('answered 500');
    expect((await live()).rows).toHaveLength(12);
    const said = await (await fetch(`${simulator.url}/requests`)).json();
    expect(said.requests.slice(-4).map((one: { misbehaviour?: string }) => one.misbehaviour ?? 'well')).toEqual([
      'server-error',
      'well',
      'server-error',
      'well',
    ]);
    expect(said.requests.at(-1).path).toMatch(/^\/odre\.opendatasoft\.com\/api\/explore\/v2\.1\/.*eco2mix-national-tr/);
    expect(said.total).toBeGreaterThanOrEqual(4);
  });

  it('too many requests: 429 and how long to wait', async () => {
    await misbehave({ match: 'eco2mix-national-tr', kind: 'too-many-requests', retryAfterSeconds: 42 });
    const response = await fetch(
      at('https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/exports/json'),
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '42']);
  });

  it('no answer at all', async () => {
    await misbehave({ match: 'eco2mix-national-tr', kind: 'no-answer' });
    const url = at('https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/exports/json');
    await expect(fetch(url, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  });

  it.each(['truncated', 'html', 'json-error', 'missing-column'] as const)(
    '%s: a ShapeError for JSON and for CSV',
    async (kind) => {
      await misbehave({ match: 'exports', kind, times: 2 });
      await expect(live()).rejects.toThrow(ShapeError);
      await expect(archive()).rejects.toThrow(ShapeError);
      expect((await live()).rows).toHaveLength(12);
    },
  );

  it('an extra column: every row, and a warning', async () => {
    await misbehave({ match: 'exports', kind: 'extra-column', times: 2 });
    const { rows, warnings } = await live();
    expect(rows).toHaveLength(12);
    expect(warnings).toEqual(['national éCO2mix: new to us and left out: the column "hydrogene"']);
    expect((await archive()).warnings).toHaveLength(1);
  });

  it('broken off: the connection ends before the answer does', async () => {
    await misbehave({ match: 'exports', kind: 'broken-off' });
    await expect(live()).rejects.toThrow('terminated');
  });

  it('an unknown word: every row a reject', async () => {
    await misbehave({ match: 'exports', kind: 'unknown-word' });
    const { rows, rejects } = await live();
    expect(rows).toEqual([]);
    expect(rejects).toHaveLength(12);
    expect(rejects[0]?.reason).toBe('nature "Données provisoires" is new to us');
  });

  it('duplicates: each row twice, the same', async () => {
    const honest = await live();
    await misbehave({ match: 'exports', kind: 'duplicates' });
    const { rows } = await live();
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(honest.rows.length);
  });

  it('revised values: the load a hundredth higher', async () => {
    const honest = (await live()).rows[0]?.['load_mw'];
    await misbehave({ match: 'exports', kind: 'revised' });
    expect((await live()).rows[0]?.['load_mw']).toBe(Math.round(Number(honest) * 1.01));
  });

  it('a gap: nothing between 09:00 and 11:00 in Paris', async () => {
    await misbehave({ match: 'exports', kind: 'gap' });
    expect(instants((await live()).rows)).toEqual([
      '2026-11-20T10:00:00Z',
      '2026-11-20T10:15:00Z',
      '2026-11-20T10:30:00Z',
      '2026-11-20T10:45:00Z',
    ]);
  });

  it('slow: all of it, in its own time', async () => {
    await misbehave({ match: 'exports', kind: 'slow' });
    expect((await live()).rows).toHaveLength(12);
  });

  it.each([
    ['extra-column', 192, 'type D-3 is new to us'],
    ['missing-column', 0, 'want start_date with an offset and a whole value'],
    ['unknown-word', 0, 'type REALISED-BIS is new to us'],
  ] as const)('RTE too: %s', async (kind, count, reason) => {
    await misbehave({ match: 'short_term', kind });
    const { rows, rejects } = await ingest(rte, utc('2026-11-20T00:00:00Z'), utc('2026-11-21T12:00:00Z'));
    expect(rows).toHaveLength(count);
    expect(rejects.map((reject) => reject.reason)).toContain(reason);
  });

  it('refuses an order it does not understand', async () => {
    const response = await fetch(`${simulator.url}/misbehave`, {
      method: 'POST',
      body: '{"match": "x", "kind": "explode"}',
    });
    expect(response.status).toBe(400);
  });
});
