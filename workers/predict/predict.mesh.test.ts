// From late data to a forecast of the model, over the whole mesh: what is served, what is stored, and what holds while Postgres is away.

import { createHash } from 'node:crypto';
import type { R2Bucket } from '@cloudflare/workers-types';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import { DAY, floorTo, formatInstant, HOUR } from '../../data/time.ts';
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
const withoutIds = (rows: readonly { id?: string }[]) => rows.map(({ id: _, ...row }) => row);
async function asPredict() {
  const { DATABASE_URL, NEON_LOCAL } = await installation.mesh.bindings('predict');
  return connect({ DATABASE_URL: String(DATABASE_URL), NEON_LOCAL: String(NEON_LOCAL) });
}
async function stored() {
  const db = await asPredict();
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

it('is replaced by the model once the data has come, and what was served first stays stored', {
  timeout: 120_000,
}, async () => {
  await load(5, 0);
  await expect
    .poll(
      async () => {
        await installation.mesh.tick('predict');
        return (await installation.json(forecastUrl))['rows'][0].source;
      },
      // A minute after the last issue at the earliest.
      { timeout: 90_000, interval: 500 },
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
  const said = withoutIds(forecast['rows']);
  const question = {
    issued_at: forecast['issued_at'],
    valid_at: forecast['rows'].map((row: { valid_at: string }) => row.valid_at),
  };
  // The isolate keeps the past it saw for five seconds.
  await expect
    .poll(async () => withoutIds((await (await predict(question)).json()).rows), { timeout: 15_000 })
    .toEqual(said);
  await installation.takeDatabaseAway();
  const away = await predict(question);
  expect(away.status).toBe(200);
  expect(withoutIds((await away.json()).rows)).toEqual(said);
  await installation.mesh.tick('predict');
  await installation.bringDatabaseBack();
});

it('leads from each stored number to the bytes it came from, and computes it again, though an input was corrected since', async () => {
  const [of, to] = [Date.now() - DAY, Date.now() + 3 * DAY].map(formatInstant);
  const { predictions }: { predictions: { id: string; source: string }[] } = await installation.json(
    `/v1/predictions?model=${model.id}&role=live&from=${of}&to=${to}`,
  );
  for (const source of ['baseline', 'model']) {
    const id = predictions.find((one) => one.source === source)?.id;
    const shown = await installation.json(`/v1/predictions/${id}`);
    expect(shown).toMatchObject({ id, kind: 'scheduled', role: 'live', source, model: model.id });
    const [input] = shown['inputs'];
    expect(input).toMatchObject({ series: 'consumption/load_mw', entity: 'FR', values: expect.any(Number) });
    const [object] = input.objects;
    const { LAKE } = (await installation.mesh.bindings('predict')) as { LAKE: R2Bucket };
    const bytes = await (await LAKE.get(object.lake_key))!.arrayBuffer();
    expect(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')).toBe(object.sha256);
    expect((await installation.ask(object.run_href)).status).toBe(200);
    expect((await installation.ask(input.rows_href)).status).toBe(200);
  }
  const forecast = await installation.json(forecastUrl);
  const replayed = async ({ id }: { id: string }) =>
    installation.json(`/v1/predictions/${id}/replay`, { method: 'POST' });
  const [first] = forecast['rows'];
  expect(await replayed(first)).toMatchObject({ same: true, differs: [], outputs: first.values });
  const corrected = formatInstant(floorTo(HOUR, Date.parse(forecast['issued_at'])) - 6 * HOUR);
  const pushed = await installation.ask('/v1/datasets/consumption/rows', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'corrected-1' },
    body: JSON.stringify([{ area: 'FR', at: corrected, load_mw: 31_234, quality: 'consolidated' }]),
  });
  expect(pushed.status).toBe(202);
  const until = formatInstant(Date.parse(corrected) + 1);
  const row = `/v1/datasets/consumption/rows?area=FR&from=${corrected}&to=${until}`;
  await expect.poll(async () => (await installation.json(row))['rows'][0]?.load_mw, { timeout: 20_000 }).toBe(31_234);
  for (const one of [first, forecast['rows'].at(-1)]) expect(await replayed(one)).toMatchObject({ same: true });
  for (const one of predictions.filter(({ source }) => source === 'baseline').slice(0, 2)) {
    expect(await replayed(one)).toMatchObject({ same: true });
  }
});

it('logs 500 answers given while Postgres was away once it is back, each once, and computes one again', async () => {
  await installation.takeDatabaseAway();
  const ask = async (rows: number) => {
    const answer = await installation.ask('/v1/models/city-score/predict', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ rows: Array.from({ length: rows }, (_, i) => ({ low_carbon_pct: (i % 90) + 1 })) }),
    });
    expect(answer.status).toBe(200);
    const { rows: said }: { rows: { id: string }[] } = await answer.json();
    return said.map(({ id }) => id);
  };
  const ids: string[] = [];
  for (let i = 0; i < 10; i++) ids.push(...(await Promise.all(Array.from({ length: 20 }, () => ask(1)))).flat());
  ids.push(...(await ask(120)), ...(await ask(180)));
  expect(new Set(ids).size).toBe(500);
  await expect
    .poll(() => installation.logs.some(({ message }) => message.includes('answers_wait')), { timeout: 20_000 })
    .toBe(true);
  await installation.bringDatabaseBack();
  const db = await asPredict();
  const logged = async () => {
    const { rows } = await db.execute(sql`SELECT id, features FROM answer WHERE model = 'city-score'`);
    return rows.map((row) => String(row['id'])).toSorted();
  };
  await expect.poll(async () => (await logged()).length, { timeout: 40_000 }).toBeGreaterThanOrEqual(500);
  await installation.mesh.tick('predict');
  expect(await logged()).toEqual(ids.toSorted());
  const shown = await installation.json(`/v1/predictions/${ids[0]}`);
  expect(shown).toMatchObject({ kind: 'on demand', row: 0, features: { low_carbon_pct: 1 } });
  expect(await installation.json(`/v1/predictions/${ids[0]}/replay`, { method: 'POST' })).toMatchObject({ same: true });
});

it('issues the forecasts of the past once, killed in the middle or asked for again, and publishes none', async () => {
  const db = await asPredict();
  const before = await installation.json(forecastUrl);
  const [from, to] = [Date.now() - 8 * DAY, Date.now()].map(formatInstant);
  const piece = async (since: string) =>
    installation.json(`/v1/models/${model.id}/forecasts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ from: since, to }),
    });
  const interrupted = piece(from ?? '').catch(() => null);
  await installation.killWorkerd();
  await interrupted;
  const whole = { issued: 0, stood: 0 };
  for (let since: string | undefined = from; since !== undefined; ) {
    const { issued, stood, next } = await piece(since);
    whole.issued += issued;
    whole.stood += stood;
    since = next;
  }
  const again = await piece(from ?? '');
  expect(again).toMatchObject({ issued: 0, rows: 0, stood: whole.issued + whole.stood, unknown: 0 });
  expect(again.stood).toBeGreaterThanOrEqual(7);
  const { rows } = await db.execute(
    sql`SELECT count(*)::int AS rows, count(DISTINCT valid_at)::int AS steps, count(DISTINCT release)::int AS releases
        FROM prediction WHERE model = ${model.id} AND issued_at >= ${from} AND issued_at < ${formatInstant(Date.now() - 2 * DAY)}`,
  );
  expect(rows[0]).toMatchObject({ rows: rows[0]?.['steps'], releases: 1 });
  expect(await installation.json(forecastUrl)).toEqual(before);
});

it('scores what it said of days that have come true, beside RTE, again when one hour is corrected, and says how far what it saw is from where it was made', async () => {
  const ofDay = async (day: string) => {
    await installation.mesh.tick('monitor');
    const board = await installation.json(`/v1/models/${model.id}/scoreboard?period=all`);
    return board.by_day.filter((one: { day: string }) => one.day === day);
  };
  const noon = floorTo(DAY, Date.now() - 3 * DAY) + 11 * HOUR;
  const day = formatInstant(noon).slice(0, 10);
  const before = await ofDay(day);
  expect(before.map((one: { contestant: string }) => one.contestant)).toEqual([
    'last_week',
    'live',
    'persistence',
    'published',
  ]);
  expect(new Set(before.map((one: { steps: number }) => one.steps)).size).toBe(1);
  // The shortest day has 23 hours.
  expect(before[1].steps).toBeGreaterThanOrEqual(23);
  // Away from what was forecast, on whichever side of the truth that lies.
  const load_mw = before[1].bias > 0 ? 20_000 : 99_000;
  const corrected = [0, 30].map((minutes) => ({
    ...{ area: 'FR', at: formatInstant(noon + minutes * 60_000), quality: 'definitive', load_mw },
  }));
  const pushed = await installation.ask('/v1/datasets/consumption/rows', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'a-corrected-hour' },
    body: JSON.stringify(corrected),
  });
  expect(pushed.status).toBe(202);
  await expect.poll(async () => (await ofDay(day))[1].mae, { timeout: 30_000 }).toBeGreaterThan(before[1].mae + 100);
  const { latest } = await installation.json(`/v1/models/${model.id}/drift`);
  expect(latest).toMatchObject([{ role: 'live', days: 7, worst: [{ severity: expect.any(Number) }, {}, {}] }]);
  expect(latest[0].columns).toHaveLength(model.features.length + model.heads.length);
  const metrics = await (await installation.ask('/metrics')).text();
  expect(metrics).toMatch(/^forecast_mape_percent\{model="load-day-ahead",contestant="live"\} [\d.]+$/m);
});

it('points at an issue from before there was anything to know', async () => {
  const issuedAt = Date.now() - 400 * DAY;
  const answer = await predict({ issued_at: formatInstant(issuedAt), valid_at: tomorrow(issuedAt).slice(0, 1) });
  expect(answer.status).toBe(400);
  expect((await answer.json()).errors).toMatchObject([{ pointer: '/issued_at' }]);
});
