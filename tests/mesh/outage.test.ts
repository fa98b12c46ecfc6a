// Postgres goes away and comes back: what needs it says 503 and when to try again, what does not goes on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import { type Installation, loaded, startInstallation } from './installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
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
  expect((await forecast.json()).rows.length).toBeGreaterThanOrEqual(24);

  await installation.bringDatabaseBack();
  await expect.poll(async () => (await installation.ask('/readyz')).status, { timeout: 10_000 }).toBe(200);
  expect((await installation.ask(rows)).status).toBe(200);
});
