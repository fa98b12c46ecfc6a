import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rte } from '../../data/consumption/sources/rte.ts';
import { HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { askAll, simulated } from './asking.ts';
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
beforeEach(() => {
  now = NOW;
});

const at = (url: string) => simulated(simulator.url, url);

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
    const year = askAll(simulator.url, rte, utc('2025-01-01T00:00:00Z'), utc('2026-01-01T00:00:00Z'));
    await expect(year).rejects.toThrow('answered 400');
  });
});
