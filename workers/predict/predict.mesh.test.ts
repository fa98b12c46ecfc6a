// From late data to a forecast of the model, over the whole mesh: what is served, what is stored, and what holds while Postgres is away.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import { DAY, formatInstant } from '../../data/time.ts';
import { connect } from '../../db/client.ts';
import { models } from '../../models/catalogue.gen.ts';
import { type Installation, loaded, startInstallation } from '../../tests/mesh/installation.ts';

const model = models['load-day-ahead'];
const forecastUrl = `/v1/models/${model.id}/forecast`;
const predictUrl = `/v1/models/${model.id}/predict`;

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.stop());

const tomorrow = (issuedAt: number) => stepsIn(model.horizon.step, model.horizon.window(issuedAt)).map(formatInstant);
const predict = (body: object) =>
  installation.ask(predictUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const load = (fromDaysAgo: number, toDaysAgo: number) =>
  loaded(installation, {
    dataset: 'consumption',
    feed: 'national-live',
    from: formatInstant(Date.now() - fromDaysAgo * DAY),
    to: formatInstant(Date.now() - toDaysAgo * DAY),
  });
/** As the role of predict sees them. */
async function stored() {
  const { DATABASE_URL, NEON_LOCAL } = await installation.mesh.bindings('predict');
  const db = connect({ DATABASE_URL: String(DATABASE_URL), NEON_LOCAL: String(NEON_LOCAL) });
  const { rows } = await db.execute(
    sql`SELECT source, count(*)::int AS rows, count(features)::int AS with_features, bool_and(simulated) AS simulated
        FROM prediction WHERE model = ${model.id} GROUP BY source ORDER BY source`,
  );
  return rows;
}

it('has no number to give before there is any past, and says so', async () => {
  const answer = await predict({ valid_at: tomorrow(Date.now()).slice(0, 1) });
  expect(answer.status).toBe(503);
  expect((await answer.json()).detail).toContain('The past of consumption/load_mw');
  expect((await installation.ask(forecastUrl)).status).toBe(503);
});

it('answers and publishes the baseline, with the reason, while the newest load is four days old', async () => {
  // Old for the slot before the latest one, too: which of them is issued depends on the hour.
  await load(45, 4);
  const hours = tomorrow(Date.now());
  // The isolate keeps the past it saw for five seconds.
  await expect.poll(async () => (await predict({ valid_at: hours })).status, { timeout: 15_000 }).toBe(200);
  const { rows } = await (await predict({ valid_at: hours })).json();
  expect(rows).toHaveLength(hours.length);
  expect(rows[0]).toMatchObject({
    source: 'baseline',
    reason: expect.stringContaining('consumption/load_mw of FR is stale'),
  });
  await installation.mesh.tick('predict');
  const forecast = await installation.json(forecastUrl);
  expect(forecast['rows'][0]).toMatchObject({ source: 'baseline', values: { load_mw: expect.any(Number) } });
  expect(await stored()).toEqual([
    { source: 'baseline', rows: forecast['rows'].length, with_features: 0, simulated: true },
  ]);
});

it('is replaced by the model once the data has come, and what was served first stays stored', async () => {
  await load(5, 0);
  await expect
    .poll(
      async () => {
        await installation.mesh.tick('predict');
        return (await installation.json(forecastUrl))['rows'][0].source;
      },
      { timeout: 15_000 },
    )
    .toBe('model');
  const forecast = await installation.json(forecastUrl);
  const rows = forecast['rows'].length;
  expect(await stored()).toEqual([
    { source: 'baseline', rows: expect.any(Number), with_features: 0, simulated: true },
    { source: 'model', rows, with_features: rows, simulated: true },
  ]);
  await Promise.all([installation.mesh.tick('predict'), installation.mesh.tick('predict')]);
  expect((await stored())[1]).toMatchObject({ rows });
});

it('answers on demand what it forecast on schedule, to the last bit, and goes on while Postgres is away', async () => {
  const forecast = await installation.json(forecastUrl);
  const said = forecast['rows'].map(({ id: _, ...row }: { id: string }) => row);
  const question = {
    issued_at: forecast['issued_at'],
    valid_at: forecast['rows'].map((row: { valid_at: string }) => row.valid_at),
  };
  // The isolate keeps the past it saw for five seconds.
  await expect.poll(async () => (await (await predict(question)).json()).rows, { timeout: 15_000 }).toEqual(said);
  await installation.takeDatabaseAway();
  const away = await predict(question);
  expect(away.status).toBe(200);
  expect((await away.json()).rows).toEqual(said);
  await installation.mesh.tick('predict');
  await installation.bringDatabaseBack();
});

it('points at an issue from before there was anything to know', async () => {
  const issuedAt = Date.now() - 400 * DAY;
  const answer = await predict({ issued_at: formatInstant(issuedAt), valid_at: tomorrow(issuedAt).slice(0, 1) });
  expect(answer.status).toBe(400);
  expect((await answer.json()).errors).toMatchObject([{ pointer: '/issued_at' }]);
});
