// Postgres goes away and comes back: what needs it says 503 and when to try again, what does not goes on.
import type { R2Bucket } from '@cloudflare/workers-types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import { DAY, formatInstant } from '../../data/time.ts';
import { models } from '../../models/catalogue.gen.ts';
import { type Installation, loaded, startInstallation } from './installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true });
  await loaded(installation, {
    dataset: 'consumption',
    feed: 'national-live',
    from: new Date(Date.now() - 45 * DAY).toISOString(),
    to: new Date().toISOString(),
  });
  await installation.mesh.tick('predict');
  // A client is known for a minute: this one has just been asked for.
  await installation.ask('/v1/datasets');
});
afterAll(() => installation.stop());

const rows = '/v1/datasets/consumption/rows?area=FR&limit=1';

it('answers 503 with Retry-After, goes on serving the forecast, and recovers by itself', async () => {
  expect((await installation.ask(rows)).status).toBe(200);
  await installation.takeDatabaseAway();

  const away = await installation.ask(rows);
  expect(away.status).toBe(503);
  expect(away.headers.get('content-type')).toContain('application/problem+json');
  expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  const ready = await installation.ask('/readyz');
  expect(ready.status).toBe(503);
  expect((await ready.json()).checks.database.status).toBe('down');
  expect((await installation.ask('/healthz')).status).toBe(200);

  const forecast = await installation.ask('/v1/models/load-day-ahead/forecast');
  expect(forecast.status).toBe(200);
  // The shortest day has 23 hours.
  expect((await forecast.json()).rows.length).toBeGreaterThanOrEqual(23);

  await installation.bringDatabaseBack();
  await expect.poll(async () => (await installation.ask('/readyz')).status, { timeout: 30_000 }).toBe(200);
  expect((await installation.ask(rows)).status).toBe(200);
});

it('knows who holds a key, predicts and serves the forecast though all of it was started anew while Postgres is away', async () => {
  const { KNOWN_CLIENTS } = (await installation.mesh.bindings('gateway')) as { KNOWN_CLIENTS: R2Bucket };
  await expect.poll(() => KNOWN_CLIENTS.head('tests.json'), { timeout: 30_000 }).not.toBeNull();
  await installation.takeDatabaseAway();
  await installation.killWorkerd();

  const predict = (model: string, question: object, headers = {}) =>
    installation.ask(`/v1/models/${model}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(question),
    });
  const record = await predict('city-score', { low_carbon_pct: 93 });
  expect([record.status, (await record.json()).rows[0].source]).toEqual([200, 'model']);
  const forecast = await installation.ask('/v1/models/load-day-ahead/forecast');
  expect(forecast.status).toBe(200);
  const published = (await forecast.json()).rows;
  // The shortest day has 23 hours.
  expect(published.length).toBeGreaterThanOrEqual(23);
  // What was published speaks of today once midnight is past: tomorrow is what can be asked for now.
  const { step, window } = models['load-day-ahead'].horizon;
  const series = await predict('load-day-ahead', { valid_at: stepsIn(step, window(Date.now())).map(formatInstant) });
  expect(new Set((await series.json()).rows.map((row: { source: string }) => row.source))).toEqual(new Set(['model']));

  const guessed = await predict('city-score', { low_carbon_pct: 93 }, { 'X-API-Key': 'tests.a-guess' });
  expect(guessed.status).toBe(401);
  const neverSeen = await predict('city-score', { low_carbon_pct: 93 }, { 'X-API-Key': 'somebody.else' });
  expect([neverSeen.status, neverSeen.headers.get('retry-after')]).toEqual([503, '5']);

  await installation.bringDatabaseBack();
  await expect.poll(async () => (await installation.ask(rows)).status, { timeout: 30_000 }).toBe(200);
});
