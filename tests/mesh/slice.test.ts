// From the API of a source to a forecast at the edge, as a client of the gateway sees it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { type Installation, loaded, startInstallation } from './installation.ts';

let installation: Installation;
/** The archive settles a day some months later. */
let publisherIsAheadBy = 0;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true, simulatedClock: () => Date.now() + publisherIsAheadBy });
});
afterAll(() => installation.stop());

const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
const now = Date.now();
/** Of yesterday the last quarter is not known yet when it is just past midnight. */
const beforeYesterday = parisDay(now, -2);
const window = { from: iso(beforeYesterday.from), to: iso(beforeYesterday.to) };
const rowsOfTheDay = `/v1/datasets/consumption/rows?area=FR&from=${window.from}&to=${window.to}`;

it('loads a day of the nation, every quarter of an hour of it, each row marked as simulated', async () => {
  const [run] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...window });
  expect(run).toMatchObject({ status: 'succeeded', trigger: 'request', rows: { rejected: 0 } });
  const { rows } = await installation.json(rowsOfTheDay);
  const quarters = (beforeYesterday.to - beforeYesterday.from) / (HOUR / 4);
  expect(rows).toHaveLength(quarters);
  expect(rows.every((row: Record<string, unknown>) => row['simulated'] === true)).toBe(true);
  expect(rows[0]).toMatchObject({ area: 'FR', at: window.from, load_quality: 'real time' });
  expect(rows[0].load_mw).toBeGreaterThan(20_000);
});

it('changes nothing when the same day is loaded again', async () => {
  const [run] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...window });
  expect(run).toMatchObject({ status: 'succeeded', rows: { inserted: 0, updated: 0, rejected: 0 } });
});

it('gives the same rows as JSON, CSV and ndjson', async () => {
  const { rows } = await installation.json(rowsOfTheDay);
  const csv = (await (await installation.ask(`${rowsOfTheDay}&format=csv`)).text()).trim().split('\n');
  const ndjson = (await (await installation.ask(`${rowsOfTheDay}&format=ndjson`)).text()).trim().split('\n');
  expect(ndjson.map((line) => JSON.parse(line))).toEqual(rows);
  expect(csv).toHaveLength(rows.length + 1);
  const column = csv[0]?.trim().split(',').indexOf('load_mw') ?? -1;
  expect(csv.slice(1).map((line) => Number(line.split(',')[column]))).toEqual(
    rows.map((row: Record<string, number>) => row['load_mw']),
  );
});

it('says mean, peak and trough of what it serves', async () => {
  const { rows } = await installation.json(rowsOfTheDay);
  const loads: number[] = rows.map((row: Record<string, number>) => row['load_mw']);
  const stats = await installation.json(`/v1/consumption/stats?area=FR&from=${window.from}&to=${window.to}`);
  expect(stats).toMatchObject({ count: loads.length, peak: Math.max(...loads), trough: Math.min(...loads) });
  expect(stats['mean']).toBeCloseTo(loads.reduce((sum, load) => sum + load) / loads.length, 3);
});

it('never lets a late real-time answer overwrite what the archive has settled', async () => {
  const settled = parisDay(now, -3);
  const day = { from: iso(settled.from), to: iso(settled.to) };
  const rows = async () =>
    (await installation.json(`/v1/datasets/consumption/rows?area=FR&columns=load_mw&from=${day.from}&to=${day.to}`))[
      'rows'
    ];
  await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...day });
  expect(await rows()).toHaveLength((settled.to - settled.from) / (HOUR / 4));
  publisherIsAheadBy = 120 * DAY;
  const [archived] = await loaded(installation, { dataset: 'consumption', feed: 'national-archive', ...day }).finally(
    () => {
      publisherIsAheadBy = 0;
    },
  );
  expect(archived).toMatchObject({ status: 'succeeded' });
  const after = await rows();
  const better = after.filter((row: Record<string, unknown>) => row['load_quality'] !== 'real time');
  expect(better).toHaveLength((settled.to - settled.from) / (HOUR / 2));

  const [late] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...day });
  expect(late).toMatchObject({ status: 'succeeded', rows: { inserted: 0 } });
  expect(await rows()).toEqual(after);
});

it('answers as of an instant with what was known then', async () => {
  const noon = beforeYesterday.from + 12 * HOUR;
  const { rows } = await installation.json(`${rowsOfTheDay}&as_of=${iso(noon)}`);
  const measured = rows.filter((row: Record<string, unknown>) => row['load_mw'] !== undefined);
  expect(measured.length).toBeGreaterThan(40);
  expect(measured.every((row: Record<string, string>) => Date.parse(row['at'] ?? '') < noon)).toBe(true);
});

it('publishes a forecast once the history is there, and serves it with an ETag', async () => {
  await loaded(installation, {
    dataset: 'consumption',
    feed: 'national-live',
    from: iso(now - 45 * DAY),
    to: iso(now),
  });
  await installation.mesh.tick('predict');
  const answer = await installation.ask('/v1/models/load-day-ahead/forecast');
  expect(answer.status).toBe(200);
  const forecast = await answer.json();
  expect(forecast).toMatchObject({ model: 'load-day-ahead', simulated: true });
  // The shortest day has 23 hours.
  expect(forecast.rows.length).toBeGreaterThanOrEqual(23);
  expect(forecast.rows[0].values.load_mw).toBeGreaterThan(20_000);
  const again = await installation.ask('/v1/models/load-day-ahead/forecast', {
    headers: { 'If-None-Match': answer.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
});

it('is ready, with every part named', async () => {
  const ready = await installation.json('/readyz');
  expect(ready['status']).toBe('ready');
  expect(Object.keys(ready['checks'])).toEqual(expect.arrayContaining(['database', 'ingest', 'predict', 'monitor']));
});

it('carries one request id through the logs of every Worker it touches', async () => {
  const started = await installation.ask('/v1/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ dataset: 'consumption', feed: 'national-live', ...window }),
  });
  const id = started.headers.get('x-request-id');
  expect(id).toBeTruthy();
  await expect
    .poll(() => {
      const lines = installation.logs.filter(({ message }) => message.includes(id ?? '-'));
      return [...new Set(lines.map(({ message }) => JSON.parse(message).worker))].sort();
    })
    .toEqual(['gateway', 'ingest']);
});

it('counts every request once', async () => {
  const count = async () => {
    const text = await (await installation.ask('/metrics')).text();
    const line = text
      .split('\n')
      .find((candidate) => /^api_requests_total\{.*endpoint="\/v1\/consumption\/stats".*status="200"/.test(candidate));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const before = await count();
  await Promise.all(
    Array.from({ length: 50 }, () =>
      installation.ask(`/v1/consumption/stats?area=FR&from=${window.from}&to=${window.to}`),
    ),
  );
  await expect.poll(count).toBe(before + 50);
});

it('counts the rows it keeps under the name that dashboards know', async () => {
  await installation.mesh.tick('monitor');
  const text = await (await installation.ask('/metrics')).text();
  const records = Number(/^db_consommation_records_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1]);
  expect(records).toBeGreaterThan(45 * 90);
});
