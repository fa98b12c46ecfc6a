// The last days of each release are compared once, against its own papers, by the role that watches.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { driftHistory, latestDrift } from '../../db/queries/drift.ts';
import { type NewPrediction, savePredictions } from '../../db/queries/predictions.ts';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import type { Histogram, Sketch, Sketches } from '../../models/sketch.ts';
import { compareLatest, type Papers } from './drifting.ts';

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
      createdAt: 0,
      ...over(i % 24),
    };
  });
  await savePredictions(predict, rows);
}
const compare = () => compareLatest(monitor, papers, loadDayAhead, MIDNIGHT + 10 * DAY);

it('finds nothing where the days are like those of the release, and asks again only when more was said', async () => {
  await said(7);
  expect(await compare()).toMatchObject([{ days: 7, day: '2026-07-21', season: 'summer', rows: 168, isAlert: false }]);
  expect(await compare()).toEqual([]);
  await said(1, undefined, 7);
  expect(await compare()).toMatchObject([{ day: '2026-07-22', rows: 168 }]);
  expect((await driftHistory(monitor, loadDayAhead.id, 9)).map(({ day }) => day)).toEqual(['2026-07-22', '2026-07-21']);
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
