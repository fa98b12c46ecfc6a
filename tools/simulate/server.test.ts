import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { odreNationalArchive } from '../../data/consumption/sources/odre-national-archive.ts';
import { odreNationalLive } from '../../data/consumption/sources/odre-national-live.ts';
import { odreRegionalArchive } from '../../data/consumption/sources/odre-regional-archive.ts';
import { odreRegionalLive } from '../../data/consumption/sources/odre-regional-live.ts';
import { rte } from '../../data/consumption/sources/rte.ts';
import { isReject, type Reject, type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { formatInstant, HOUR, type Instant, MINUTE, parisDay } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import type { Misbehaviour } from './misbehave.ts';
import { RTE_ACCOUNT } from './rte.ts';
import { type Simulator, startSimulator } from './server.ts';
import { simulateWorld } from './world.ts';

const utc = (text: string): Instant => Date.parse(text);
/** A Friday, 13:07 in Paris. */
const NOW = utc('2026-11-20T12:07:00Z');
let now = NOW;
let simulator: Simulator;
const world = simulateWorld({ seed: 7 });

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => now });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  now = NOW;
  await fetch(`${simulator.url}/misbehave`, { method: 'DELETE' });
});

const at = (url: string): string => {
  const { host, pathname, search } = new URL(url);
  return `${simulator.url}/${host}${pathname}${search}`;
};

interface Answered {
  readonly rows: readonly Row[];
  readonly rejects: readonly Reject['reject'][];
  readonly bytes: number;
}

/** What ingest does, without keeping anything. */
async function ingest(source: Source, from: Instant, to: Instant): Promise<Answered> {
  const conversation = source.fetch({ from, to }, (name) =>
    name === 'RTE_CLIENT_ID' ? RTE_ACCOUNT.id : RTE_ACCOUNT.secret,
  );
  const rows: Row[] = [];
  const rejects: Reject['reject'][] = [];
  let bytes = 0;
  for (let turn = conversation.next(); !turn.done; ) {
    const { method, url, headers = {}, body, answer } = turn.value;
    const response = await fetch(at(url), {
      method,
      headers,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(5_000),
    });
    if (answer === 'json') {
      turn = conversation.next({ status: response.status, json: await response.json() });
      continue;
    }
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    const counted = async function* (stream: AsyncIterable<Uint8Array>) {
      for await (const chunk of stream) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    for await (const one of source.parse(counted(response.body))) {
      if (isReject(one)) rejects.push(one.reject);
      else rows.push(one);
    }
    turn = conversation.next({ status: response.status });
  }
  return { rows, rejects, bytes };
}

async function misbehave(order: Partial<Misbehaviour>): Promise<void> {
  const response = await fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
  expect(response.status).toBe(200);
}

const instants = (rows: readonly Row[]): string[] => rows.map((row) => formatInstant(Number(row['at'])));
const check = checkRow(consumption);
const accepted = (rows: readonly Row[]) => rows.map(check).filter((fault) => fault !== null);

describe('each source reads the world it is shown', () => {
  it('RTE: what was measured half an hour after it began, forecasts to the end of tomorrow', async () => {
    const { rows, rejects } = await ingest(rte, utc('2026-11-20T06:00:00Z'), utc('2026-11-21T06:00:00Z'));
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(192);
    const measured = rows.filter((row) => row['load_mw'] !== undefined);
    expect(instants(measured).sort().at(-1)).toBe('2026-11-20T11:30:00Z');
    for (const row of rows) {
      const truth = world.nation(Number(row['at']), 'real time');
      if (row['load_mw'] !== undefined) expect(row['load_mw']).toBe(truth.load);
      expect(row['rte_day_ahead_mw']).toBe(truth.dayAhead);
    }
  });

  it('ODRÉ, the nation live: every column, an hour late', async () => {
    const { rows, rejects } = await ingest(odreNationalLive, utc('2026-11-20T00:00:00Z'), utc('2026-11-22T00:00:00Z'));
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    const measured = rows.filter((row) => row['load_mw'] !== null);
    expect(instants(measured).at(-1)).toBe('2026-11-20T11:00:00Z');
    expect(instants(rows).at(-1)).toBe('2026-11-21T22:45:00Z');
    for (const row of measured) expect(row).toMatchObject(nationalColumns(Number(row['at']), 'real time'));
    const tomorrow = rows.find((row) => row['at'] === utc('2026-11-21T12:00:00Z'));
    expect(tomorrow).toMatchObject({ load_mw: null, nuclear_mw: null, rte_intraday_mw: null });
    expect(tomorrow?.['rte_day_ahead_mw']).toBe(world.nation(utc('2026-11-21T12:00:00Z'), 'real time').dayAhead);
  });

  it('ODRÉ, the regions live: twelve of them, which add up to the nation', async () => {
    const { rows, rejects } = await ingest(odreRegionalLive, utc('2026-11-20T06:00:00Z'), NOW);
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(12 * 21);
    const noon = rows.filter((row) => row['at'] === utc('2026-11-20T11:00:00Z'));
    expect(noon.map((row) => row['area']).sort()).toEqual(consumption.places.area.slice(1));
    for (const column of [
      'load_mw',
      'nuclear_mw',
      'wind_mw',
      'pumping_mw',
      'exchange_mw',
      'battery_charge_mw',
    ] as const) {
      const sum = noon.reduce((total, row) => total + Number(row[column]), 0);
      expect(sum, column).toBe(nationalColumns(utc('2026-11-20T11:00:00Z'), 'real time')[column]);
    }
  });

  it('ODRÉ, the nation archived: measures on the half hour, forecasts on each quarter, quality by age', async () => {
    const { rows, rejects } = await ingest(
      odreNationalArchive,
      utc('2026-01-10T00:00:00Z'),
      utc('2026-01-11T00:00:00Z'),
    );
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(96);
    expect(rows.filter((row) => row['load_mw'] !== null)).toHaveLength(48);
    expect(rows.filter((row) => row['rte_day_ahead_mw'] !== null)).toHaveLength(96);
    expect(rows[0]).toMatchObject({
      quality: 'consolidated',
      ...nationalColumns(utc('2026-01-10T00:00:00Z'), 'consolidated'),
    });
    const older = await ingest(odreNationalArchive, utc('2025-01-10T00:00:00Z'), utc('2025-01-10T01:00:00Z'));
    expect(older.rows[0]).toMatchObject({
      quality: 'definitive',
      ...nationalColumns(utc('2025-01-10T00:00:00Z'), 'definitive'),
    });
  });

  it('ODRÉ, the regions archived: every half hour since 2013, nothing of the last month', async () => {
    const { rows, rejects } = await ingest(
      odreRegionalArchive,
      utc('2013-01-01T00:00:00Z'),
      utc('2013-01-02T00:00:00Z'),
    );
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(48 * 12);
    expect(rows[0]).toMatchObject({ area: 'FR-IDF', quality: 'definitive' });
    const recent = await ingest(odreRegionalArchive, utc('2026-10-10T00:00:00Z'), NOW);
    expect(recent.rows).toEqual([]);
    const before = await ingest(odreRegionalArchive, utc('2012-12-01T00:00:00Z'), utc('2013-01-01T00:00:00Z'));
    expect(instants(before.rows)[0]).toBe('2012-12-31T23:00:00Z');
  });

  it('shows the same past whenever it is asked, but more of it later', async () => {
    const window = [utc('2026-11-20T09:00:00Z'), utc('2026-11-20T10:00:00Z')] as const;
    const first = await ingest(odreNationalLive, ...window);
    now = NOW + 5 * HOUR;
    expect((await ingest(odreNationalLive, ...window)).rows).toEqual(first.rows);
    const later = await ingest(odreNationalLive, utc('2026-11-20T11:15:00Z'), utc('2026-11-20T11:30:00Z'));
    expect(later.rows[0]?.['load_mw']).toBe(world.nation(utc('2026-11-20T11:15:00Z'), 'real time').load);
  });
});

describe('the nights the clocks change', () => {
  it.each([
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ])('have their quarter-hours in every area on %s', async (day, count) => {
    const night = parisDay(utc(`${day}T12:00:00Z`));
    now = night.to + 3 * HOUR;
    for (const source of [rte, odreNationalLive]) {
      const { rows } = await ingest(source, night.from, night.to);
      const measured = rows.filter((row) => typeof row['load_mw'] === 'number' && Number(row['at']) < night.to);
      expect(new Set(instants(measured)).size, source.id).toBe(count);
      expect(measured, source.id).toHaveLength(count);
    }
    const { rows } = await ingest(odreRegionalLive, night.from, night.to);
    for (const area of consumption.places.area.slice(1)) {
      expect(new Set(instants(rows.filter((row) => row['area'] === area))).size, area).toBe(count);
    }
  });

  it('come from the archive with rows labelled in the hour that never was, which are rejected', async () => {
    const night = parisDay(utc('2025-03-30T12:00:00Z'));
    const nation = await ingest(odreNationalArchive, night.from, night.to);
    expect(nation.rows).toHaveLength(92);
    expect(nation.rejects).toHaveLength(4);
    expect(nation.rejects[0]?.reason).toContain(
      'labelled 2025-03-30 02:00 in Paris, but at that instant the clock shows 2025-03-30 03:00',
    );
    const regions = await ingest(odreRegionalArchive, night.from, night.to);
    expect([regions.rows.length, regions.rejects.length]).toEqual([46 * 12, 2 * 12]);
  });
});

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

  it.each(['truncated', 'html', 'json-error', 'extra-column', 'missing-column'] as const)(
    '%s: a ShapeError for JSON and for CSV',
    async (kind) => {
      await misbehave({ match: 'exports', kind, times: 2 });
      await expect(live()).rejects.toThrow(ShapeError);
      await expect(archive()).rejects.toThrow(ShapeError);
      expect((await live()).rows).toHaveLength(12);
    },
  );

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

describe('what the real hosts refuse', () => {
  const odre = (path: string, params: Record<string, string>) =>
    fetch(at(`https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets/${path}?${new URLSearchParams(params)}`));

  it('pages beyond 10,000, or of more than 100', async () => {
    const far = await odre('eco2mix-national-tr/records', { limit: '100', offset: '9950' });
    expect([far.status, (await far.json()).error_code]).toEqual([400, 'InvalidRESTParameterError']);
    const wide = await odre('eco2mix-national-tr/records', { limit: '101' });
    expect((await wide.json()).message).toBe(
      'Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected.',
    );
    const page = await (
      await odre('eco2mix-national-tr/records', {
        limit: '2',
        order_by: 'date_heure desc',
        select: 'date_heure,consommation',
        where: 'consommation is not null',
      })
    ).json();
    expect(page.results[0]).toEqual({
      date_heure: '2026-11-20T11:00:00+00:00',
      consommation: world.nation(utc('2026-11-20T11:00:00Z'), 'real time').load,
    });
    expect(page.total_count).toBeGreaterThan(5_000);
  });

  it.each([
    [{ where: 'date_heure between yesterday and today' }, 'ODSQLSyntaxError'],
    [{ where: "date_heure >= date'soon'" }, 'ODSQLError'],
    [{ select: 'hydrogene' }, 'ODSQLError'],
    [{ order_by: 'random()' }, 'ODSQLError'],
    [{ timezone: 'Mars/Olympus' }, 'InvalidRESTParameterError'],
    [{ colour: 'red' }, 'InvalidRESTParameterError'],
  ])('%j', async (params, code) => {
    const response = await odre('eco2mix-national-tr/exports/json', params);
    expect([response.status, (await response.json()).error_code]).toEqual([400, code]);
  });

  it('datasets it does not have, and hosts nobody simulates', async () => {
    expect((await odre('eco2mix-mars-tr/exports/json', {})).status).toBe(404);
    expect((await fetch(`${simulator.url}/example.org/`)).status).toBe(404);
  });

  it('answers in Paris time when asked', async () => {
    const [first] = await (
      await odre('eco2mix-national-tr/exports/json', {
        timezone: 'Europe/Paris',
        limit: '1',
        where: "date_heure >= date'2026-11-20T09:00:00Z'",
      })
    ).json();
    expect(first.date_heure).toBe('2026-11-20T10:00:00+01:00');
  });

  it('a wrong account, no token, an old token', async () => {
    const host = 'https://digital.iservices.rte-france.com';
    const data = at(
      `${host}/open_api/consumption/v1/short_term?type=REALISED&start_date=2026-11-19T00:00:00%2B01:00&end_date=2026-11-20T00:00:00%2B01:00`,
    );
    const wrong = await fetch(at(`${host}/token/oauth/`), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('me:guess')}` },
    });
    expect([wrong.status, (await wrong.json()).error]).toEqual([401, 'invalid_client']);
    expect((await fetch(data)).status).toBe(401);
    const right = await fetch(at(`${host}/token/oauth/`), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${RTE_ACCOUNT.id}:${RTE_ACCOUNT.secret}`)}` },
    });
    const { access_token } = await right.json();
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(data, { headers })).status).toBe(200);
    now = NOW + 2 * HOUR + MINUTE;
    expect((await fetch(data, { headers })).status).toBe(401);
  });

  it('periods RTE does not give at once', async () => {
    const year = ingest(rte, utc('2025-01-01T00:00:00Z'), utc('2026-01-01T00:00:00Z'));
    await expect(year).rejects.toThrow('answered 400');
  });
});

/** Written out again: the simulator and the sources must not share a mistake. */
function nationalColumns(at: Instant, quality: 'real time' | 'consolidated' | 'definitive') {
  const now = world.nation(at, quality);
  return {
    load_mw: now.load,
    oil_mw: now.oil[0] + now.oil[1] + now.oil[2],
    coal_mw: now.coal,
    gas_mw: now.gas[0] + now.gas[1] + now.gas[2] + now.gas[3],
    gas_combined_cycle_mw: now.gas[2],
    nuclear_mw: now.nuclear,
    wind_mw: now.windOnshore + now.windOffshore,
    solar_mw: now.solar,
    hydro_mw: now.hydro,
    hydro_reservoir_mw: now.hydroOf[1],
    pumping_mw: now.pumping,
    bioenergy_mw: now.bioenergy,
    battery_charge_mw: now.charge,
    battery_discharge_mw: now.discharge,
    exchange_mw: now.exchange,
    co2_g_per_kwh: now.co2GramsPerKwh,
  };
}
