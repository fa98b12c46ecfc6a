// Forecasts of the past: which slots, by whom, and how a piece ends. Postgres is a set of slots here.
import { expect, it } from 'vitest';
import { DAY, formatInstant, HOUR, type Instant, parisDay } from '../../data/time.ts';
import { factsKey } from '../../models/history.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { type BackfillMeans, backfill } from './backfill.ts';
import type { LiveRelease } from './live-release.ts';
import { IDENTITY, released } from './testing/released.ts';
import type { StoredPrediction } from './unsaved.ts';

const LOAD = 'consumption/load_mw';
/** 10:00 in Paris; the clocks go back on the 25th. */
const SLOT = Date.UTC(2026, 9, 24, 8);
const NOW = Date.UTC(2026, 9, 28, 12);

/** Two hours of tomorrow, as two days before. */
const model = defineSeriesModel({
  kind: 'series',
  id: 'as-before',
  title: { en: 'As before', fr: 'Comme avant' },
  target: LOAD,
  inputs: [LOAD],
  entities: ['FR'],
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (at) => ({ from: parisDay(at, 1).from, to: parisDay(at, 1).from + 2 * HOUR }),
  },
  reach: 8 * DAY,
  staleAfter: 72 * HOUR,
  heads: [{ name: 'load_mw', kind: 'value', unit: 'MW' }],
  gates: [],
  features: ['before'],
  row: (history, entity, _validAt, issuedAt) => ({ before: history.at(LOAD, entity, issuedAt - HOUR) }),
  baseline: (history, entity, validAt) => history.at(LOAD, entity, validAt - 7 * DAY),
});

/** The load is the number of hours since the first slot, known at once. */
function postgres({ secondsPerSlot = 0 } = {}) {
  const rows: StoredPrediction[] = [];
  let clock = NOW;
  const at = Float64Array.from({ length: 24 * 20 }, (_, i) => SLOT + (i - 240) * HOUR);
  const facts = { at, knownAt: at, value: at.map((instant) => (instant - SLOT) / HOUR) };
  const means: BackfillMeans = {
    now: NOW,
    clock: () => clock,
    releaseOf: async () => released(async (tensor) => [tensor]),
    async pastOf() {
      clock += secondsPerSlot * 1_000;
      const window = { from: SLOT - 8 * DAY, to: NOW };
      return { window, facts: new Map([[factsKey(LOAD, 'FR'), facts]]), made: [], simulated: false };
    },
    issuedIn: async () => new Set(rows.map(({ issuedAt }) => issuedAt)),
    async save(predictions) {
      const isThere = rows.some(({ issuedAt }) => issuedAt === predictions[0]?.issuedAt);
      if (!isThere) rows.push(...predictions);
      return isThere ? 0 : predictions.length;
    },
  };
  return { rows, means };
}
const window = (from: Instant, to: Instant) => ({ from, to });
const issues = (rows: readonly StoredPrediction[]) => [
  ...new Set(rows.map(({ issuedAt, features }) => `${formatInstant(issuedAt)} ${features}`)),
];

it('issues each slot of the window from what was known at the slot, over a clock change, and leaves the newest to the tick', async () => {
  const { rows, means } = postgres();
  expect(await backfill(model, window(SLOT, NOW + 30 * DAY), means)).toEqual({
    ok: true,
    value: { release: IDENTITY.id, issued: 4, stood: 0, learnt: 0, unknown: 0, rows: 8 },
  });
  expect(issues(rows)).toEqual([
    '2026-10-24T08:00:00Z -1',
    '2026-10-25T09:00:00Z 24',
    '2026-10-26T09:00:00Z 48',
    '2026-10-27T09:00:00Z 72',
  ]);
  expect(rows[0]).toMatchObject({ role: 'live', createdAt: NOW, source: 'model' });
});

it('passes over what stands, and counts as standing what another has issued meanwhile', async () => {
  const { rows, means } = postgres();
  await backfill(model, window(SLOT, SLOT + DAY), means);
  expect(await backfill(model, window(SLOT, NOW), means)).toMatchObject({ value: { issued: 3, stood: 1, rows: 6 } });
  const late = { ...means, issuedIn: async () => new Set<Instant>() };
  expect(await backfill(model, window(SLOT, NOW), late)).toMatchObject({ value: { issued: 0, stood: 4, rows: 0 } });
  expect(rows).toHaveLength(8);
});

it('ends a piece after four seconds, and says where to go on', async () => {
  const { rows, means } = postgres({ secondsPerSlot: 3 });
  const first = await backfill(model, window(SLOT, NOW), means);
  expect(first).toMatchObject({ value: { issued: 2, next: '2026-10-26T09:00:00Z' } });
  const next = Date.parse((first.ok && first.value.next) || '');
  expect(await backfill(model, window(next, NOW), means)).toMatchObject({ value: { issued: 2, stood: 0 } });
  expect(issues(rows)).toHaveLength(4);
});

it('counts slots of which nothing was known, and fills no past with the baselines of a refused release', async () => {
  const { rows, means } = postgres();
  const before = window(SLOT - 400 * DAY, SLOT - 398 * DAY);
  expect(await backfill(model, before, means)).toMatchObject({ value: { issued: 0, unknown: 2, rows: 0 } });
  const refused: LiveRelease = { identity: IDENTITY, refused: 'its sha256 is another' };
  const answer = await backfill(model, window(SLOT, NOW), { ...means, releaseOf: async () => refused });
  expect(answer).toMatchObject({ failure: { reason: 'unavailable', detail: expect.stringContaining('is another') } });
  expect(rows).toEqual([]);
});

it('leaves out the slots before the end of what the release has learnt from, and says how many', async () => {
  const { rows, means } = postgres();
  const learnt = { ...released(async (tensor) => [tensor]), learntUntil: SLOT + 2 * DAY };
  const answer = await backfill(model, window(SLOT, NOW), { ...means, releaseOf: async () => learnt });
  expect(answer).toMatchObject({ value: { issued: 2, learnt: 2, stood: 0, unknown: 0, rows: 4 } });
  expect(issues(rows)).toEqual(['2026-10-26T09:00:00Z 48', '2026-10-27T09:00:00Z 72']);
});
