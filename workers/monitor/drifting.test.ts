// The last days of each release are compared once, against its own papers, by the role that watches.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { driftHistory, latestDrift } from '../../db/queries/drift.ts';
import { type NewPrediction, savePredictions } from '../../db/queries/predictions.ts';
import { loadAnomaly } from '../../models/load-anomaly/model.ts';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import type { Histogram, Sketch, Sketches } from '../../models/sketch.ts';
import { turbineFailure } from '../../models/turbine-failure/model.ts';
import { compareLatest, forgetOldDrift, type Papers, type TimedModel } from './drifting.ts';

/** Midnight in Paris, of 15 July 2026. */
const MIDNIGHT = Date.parse('2026-07-14T22:00:00Z');

let database: TestDatabase;
let monitor: Db;
let predict: Db;
let owner: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  monitor = as(database.url('monitor'));
  predict = as(database.url('predict'));
  owner = as(database.ownerUrl);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await owner.$client`TRUNCATE prediction, drift`;
  unread = [];
});

/** From 0 to 23 by the hour, every day of summer. */
const hours: Histogram = {
  missing: 0,
  mean: 11.5,
  deviation: 6.92,
  edges: [5, 11, 17, 23],
  shares: [0.25, 0.25, 0.25, 0.25, 0],
};
const usual = { days: 7, stretches: 12, psi: 0, ks: 0, wasserstein: 0, missing: 0, narrowest: 6.9, widest: 7 };
const sketch = (name: string): Sketch => ({ name, ...hours, seasons: { summer: { ...hours, usual: [usual] } } });
const sketches: Sketches = { features: [sketch('first'), sketch('second')], heads: [sketch('load_mw')] };
const monthly: Sketches = {
  ...sketches,
  features: sketches.features.map((one) => ({
    ...one,
    seasons: { summer: { ...hours, usual: [usual, { ...usual, days: 28 }] } },
  })),
};
let unread: string[] = [];
const papers: Papers = {
  async sketchesOf(_model, release) {
    if (release === 'odd') throw new Error('its seasons are none');
    return release === 'unknown' ? null : sketches;
  },
  unread: (release) => unread.push(release),
};

async function said(days: number, over: (hour: number) => Partial<NewPrediction> = () => ({}), from = 0) {
  const rows = Array.from({ length: 24 * days }, (_, i): NewPrediction => {
    const validAt = MIDNIGHT + from * DAY + i * HOUR;
    const place = { model: loadDayAhead.id, entity: 'FR', issuedAt: validAt - DAY, validAt, release: 'r1' };
    const hashes = { onnxSha256: 'a', featureSha256: 'b', source: 'model', reason: null, simulated: false } as const;
    return {
      ...place,
      ...hashes,
      features: [i % 24, i % 24],
      values: { load_mw: i % 24 },
      createdAt: validAt - DAY,
      ...over(i % 24),
    };
  });
  await savePredictions(predict, rows);
}
const compareFrom = (known: Sketches) =>
  compareLatest(monitor, { ...papers, sketchesOf: async () => known }, loadDayAhead, MIDNIGHT + 40 * DAY);
const compare = () => compareLatest(monitor, papers, loadDayAhead, MIDNIGHT + 10 * DAY);

it('finds nothing where the days are like those of the release, and asks again only when more was said', async () => {
  await said(7);
  expect(await compare()).toMatchObject([{ days: 7, day: '2026-07-21', season: 'summer', rows: 168, isAlert: false }]);
  expect(await compare()).toEqual([]);
  await said(1, undefined, 7);
  expect(await compare()).toMatchObject([{ day: '2026-07-22', rows: 168 }]);
  expect((await driftHistory(monitor, loadDayAhead.id, 9)).map(({ day }) => day)).toEqual(['2026-07-22', '2026-07-21']);
});

it('takes back what it said of a forecast that was issued again, and looks at most once an hour', async () => {
  const at = (hours: number) => compareLatest(monitor, papers, loadDayAhead, MIDNIGHT + 7 * DAY + hours * HOUR);
  await said(7, () => ({ features: [3, 3] }));
  expect((await at(0))[0]?.isAlert).toBe(true);
  const again = { issuedAt: MIDNIGHT + 7 * DAY, createdAt: MIDNIGHT + 7 * DAY + HOUR / 4 };
  await said(7, () => again);
  expect(await at(0.5)).toEqual([]);
  expect(await at(1)).toMatchObject([{ rows: 168, isAlert: false }]);
  // It may have been on its way to Postgres: once more, and then no more.
  expect(await at(1.5)).toEqual([]);
  expect(await at(2)).toHaveLength(1);
  expect(await at(3.5)).toEqual([]);
});

it('reads nothing where the release knows no such season', async () => {
  await said(7);
  const winter = { ...sketch('first'), seasons: {} };
  const bare: Sketches = { features: [winter, winter], heads: [{ ...winter, name: 'load_mw' }] };
  // Whoever reads a feature now is refused.
  await owner.$client`REVOKE SELECT ON prediction FROM monitor`;
  await owner.$client`GRANT SELECT (model, source, role, release, entity, valid_at, created_at) ON prediction TO monitor`;
  expect(await compareFrom(bare).finally(() => owner.$client`GRANT SELECT ON prediction TO monitor`)).toEqual([]);
});

it('tells which feature has moved, which has stopped and which is missing, release by release', async () => {
  await said(7, (hour) => ({ features: [hour + 14, 3] }));
  await said(7, (hour) => ({ release: 'r2', role: 'shadow', features: [hour, hour < 6 ? Number.NaN : hour] }));
  await said(7, () => ({ release: 'unknown', role: 'shadow' }));
  await compare();
  const found = await latestDrift(monitor, loadDayAhead.id);
  expect(
    found.map(({ role, release, isAlert, worst }) => [
      role,
      release,
      isAlert,
      ...worst.map(({ name, sign }) => `${name} ${sign}`),
    ]),
  ).toEqual([
    ['live', 'r1', true, 'second stuck', 'first wasserstein', 'load_mw wide'],
    ['shadow', 'r2', true, 'second missing', 'first wide', 'load_mw wide'],
  ]);
});

it('holds nothing against a feature before this installation had its first value of it, and says how much that was', async () => {
  // The second feature needs a past that begins on the fourth day.
  await said(3, (hour) => ({ features: [hour, Number.NaN] }));
  await said(25, undefined, 3);
  const [week, month] = await compareFrom(monthly);
  expect(week?.columns[1]).not.toHaveProperty('beginning');
  expect([month?.days, month?.isAlert, month?.columns[1]]).toMatchObject([
    28,
    false,
    { name: 'second', missing: expect.closeTo(3 / 28, 10), beginning: expect.closeTo(3 / 28, 10), sign: 'wide' },
  ]);
  expect(month?.columns[0]).not.toHaveProperty('beginning');
});

it('takes what is left after a long beginning for no week and no month', async () => {
  await said(1, (hour) => ({ features: [hour, Number.NaN] }));
  await said(6, () => ({ features: [3, 3] }), 1);
  expect((await compare())[0]?.columns).toMatchObject([
    { name: 'first', sign: 'wasserstein', severity: expect.closeTo(4.21, 2) },
    { name: 'second', severity: 0, missing: expect.closeTo(1 / 7, 10), beginning: expect.closeTo(1 / 7, 10) },
    { name: 'load_mw' },
  ]);
  await owner.$client`TRUNCATE prediction, drift`;
  await said(7, (hour) => ({ features: [hour, Number.NaN] }));
  expect((await compare())[0]?.columns[1]).toMatchObject({ missing: 1, beginning: 1, severity: 0 });
});

it('holds nothing against what was answered while the past was being loaded', async () => {
  await said(4, (hour) => ({ features: [hour, hour % 2 ? hour : Number.NaN], createdAt: MIDNIGHT }));
  await said(3, (hour) => ({ features: [hour, hour % 2 ? hour : Number.NaN], createdAt: MIDNIGHT + 2 * HOUR }), 4);
  expect((await compare())[0]?.columns[1]).toMatchObject({ missing: 0.5, beginning: expect.closeTo(2 / 7, 10) });
});

it('holds against a feature that it dies after ten days, though each issue is made in one minute', async () => {
  const issued = async (day: number, over: (hour: number) => Partial<NewPrediction>) =>
    said(1, (hour) => ({ createdAt: MIDNIGHT + (day - 1) * DAY + 10 * HOUR, ...over(hour) }), day);
  for (let day = -9; day <= 0; day += 1) await issued(day, () => ({}));
  for (let day = 1; day <= 7; day += 1) await issued(day, (hour) => ({ features: [hour, Number.NaN] }));
  const [week] = await compare();
  expect([week?.day, week?.isAlert]).toEqual(['2026-07-22', true]);
  expect(week?.columns[1]).toMatchObject({ missing: 1, sign: 'missing', severity: 10 });
  expect(week?.columns[1]).not.toHaveProperty('beginning');
});

it('holds against a feature what is missing after its first value, and everything in an installation that is no longer young', async () => {
  await said(2, undefined, -1);
  await said(4, (hour) => ({ features: [hour, Number.NaN] }), 1);
  await said(2, undefined, 5);
  const [, second] = (await compare())[0]?.columns ?? [];
  expect(second).toMatchObject({
    missing: expect.closeTo(4 / 7, 10),
    sign: 'missing',
    severity: expect.closeTo(40 / 7, 10),
  });
  expect(second).not.toHaveProperty('beginning');

  await owner.$client`TRUNCATE prediction, drift`;
  await said(1, (hour) => ({ features: [hour, Number.NaN] }), -90);
  await said(7, (hour) => ({ features: [hour, Number.NaN], createdAt: MIDNIGHT }));
  expect((await compare())[0]?.columns[1]).toMatchObject({ missing: 1, severity: 10 });
});

it('compares what a detector judged too, and is not alarmed by what it finds', async () => {
  const judged = { model: loadAnomaly.id, entity: 'FR-BRE', flagged: false, values: { load_mw: 0 } };
  await said(7, () => judged);
  const found = await compareLatest(monitor, papers, loadAnomaly, MIDNIGHT + 10 * DAY);
  expect(found).toMatchObject([{ model: 'load-anomaly', role: 'live', days: 7, rows: 168, isAlert: false }]);
  expect(found[0]?.columns[2]).toMatchObject({ name: 'load_mw', kind: 'output', sign: 'stuck', severity: 99 });
  expect(found[0]?.worst.map(({ kind }) => kind)).toEqual(['feature', 'feature']);
  await said(1, (hour) => ({ ...judged, features: [hour + 40, hour] }), 7);
  await said(6, (hour) => ({ ...judged, features: [hour + 40, hour] }), 8);
  const [moved] = await compareLatest(monitor, papers, loadAnomaly, MIDNIGHT + 20 * DAY);
  expect([moved?.isAlert, moved?.worst[0]?.name]).toEqual([true, 'first']);
  expect(await compare()).toEqual([]);
});

it('tolerates that turbines are others than those of the simulator, which a forecast of the same series does not', async () => {
  const warmer = (hour: number) => ({ features: [hour + 7, hour] });
  await said(7, (hour) => ({ ...warmer(hour), model: turbineFailure.id, entity: 'T001', values: { load_mw: hour } }));
  await said(7, warmer);
  const of = (model: TimedModel) => compareLatest(monitor, papers, model, MIDNIGHT + 10 * DAY);
  expect([(await of(turbineFailure))[0]?.isAlert, (await of(loadDayAhead))[0]?.isAlert]).toEqual([false, true]);
});

it('forgets a comparison after thirteen months, and none before', async () => {
  await said(7);
  await compare();
  expect(await forgetOldDrift(monitor, Date.parse('2027-08-25T12:00:00Z'))).toBe(0);
  expect(await forgetOldDrift(monitor, Date.parse('2027-08-26T12:00:00Z'))).toBe(1);
  expect(await driftHistory(monitor, loadDayAhead.id, 9)).toEqual([]);
});

it('compares every release whose papers can be read, and names those whose cannot', async () => {
  await said(7, () => ({ release: 'odd' }));
  await said(7, () => ({ release: 'r2', role: 'shadow' }));
  expect((await compare()).map(({ release }) => release)).toEqual(['r2']);
  expect(unread).toEqual(['odd']);
});

it('makes no picture of a week without its Sunday, nor of what the baseline answered', async () => {
  await said(6);
  await said(1, () => ({ source: 'baseline', reason: 'stale', features: null }), 6);
  expect(await compare()).toEqual([]);
});
