// Forecasts at cron ticks, with a real lake: issued once, better when data comes late, and kept for Postgres while it is away.
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instantsIn, MINUTE, parisDay } from '../../data/time.ts';
import { factsKey, type History } from '../../models/history.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { logger } from '../mesh/log.ts';
import { forecast, type Press } from './forecast.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import { readPublished } from './published.ts';
import { IDENTITY, released } from './testing/released.ts';
import type { StoredPrediction } from './unsaved.ts';

const { LAKE } = env as { LAKE: R2Bucket };
const LOAD = 'consumption/load_mw';
/** 10:00 in Paris, in winter. */
const SLOT = Date.UTC(2026, 10, 20, 9);

/** Answers the load of two days before; its baseline the load of the week before. */
const model = defineSeriesModel({
  kind: 'series',
  id: 'as-before',
  title: { en: 'As before', fr: 'Comme avant' },
  target: LOAD,
  inputs: [LOAD],
  entities: ['FR'],
  // Three hours of the day after the one of issue.
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (at) => ({ from: parisDay(at, 1).from + 10 * HOUR, to: parisDay(at, 1).from + 13 * HOUR }),
  },
  reach: 8 * DAY,
  staleAfter: 12 * HOUR,
  heads: [{ name: 'load_mw', kind: 'value', unit: 'MW' }],
  gates: [],
  features: ['before'],
  row: (history, entity, validAt) => ({ before: history.at(LOAD, entity, validAt - 2 * DAY) }),
  baseline: (history, entity, validAt) => history.at(LOAD, entity, validAt - 7 * DAY),
});
const live = released(async (tensor) => [tensor]);

/** Every hour up to `to`, 50 GW, known half an hour later. */
function pastUntil(to: Instant): Past {
  const window = { from: SLOT - 10 * DAY, to };
  const at = Float64Array.from(instantsIn(window, HOUR));
  const facts = { at, knownAt: at.map((instant) => instant + HOUR / 2), value: at.map(() => 50_000) };
  return { window, facts: new Map([[factsKey(LOAD, 'FR'), facts]]), made: [], simulated: true };
}

/** Postgres as far as a forecast knows it: what a release said of a step at an instant stands. */
function postgres() {
  const rows = new Map<string, StoredPrediction>();
  const state = { away: false };
  return {
    state,
    issues: () => [
      ...new Set([...rows.values()].map(({ issuedAt, source }) => `${new Date(issuedAt).toISOString()} ${source}`)),
    ],
    rows: () => [...rows.values()],
    latestIssue: async () => {
      if (state.away) return 'away' as const;
      return rows.size === 0 ? null : Math.max(...[...rows.values()].map(({ issuedAt }) => issuedAt));
    },
    async save(predictions: readonly StoredPrediction[]) {
      if (state.away) return false;
      for (const one of predictions) {
        const key = `${one.entity} ${one.issuedAt} ${one.validAt} ${one.release}`;
        if (!rows.has(key)) rows.set(key, one);
      }
      return true;
    },
  };
}

let stored = postgres();
const context = { requestId: 'tick', caller: 'cron' };
const press = (now: Instant, past: Past | null): Press => ({
  now,
  lake: LAKE,
  log: logger({ worker: 'predict', context, write: () => {} }),
  releaseOf: async () => live,
  pastOf: async () => past,
  latestIssue: stored.latestIssue,
  save: stored.save,
});
const tick = (now: Instant, past: Past | null) => forecast(model, press(now, past));
async function published() {
  const found = await readPublished(LAKE, model.id);
  if (found === 'unreadable') throw new Error('what was published cannot be read');
  return JSON.parse(found?.document.json ?? 'null');
}

const publishedIds = async () => (await published()).rows.map(({ id }: { id: string }) => id);
const storedIds = () => stored.rows().map(({ id }) => id);

beforeEach(async () => {
  stored = postgres();
  const { objects } = await LAKE.list();
  await LAKE.delete(objects.map(({ key }) => key));
});

it('issues the forecast of the last slot, however late the tick comes, and not again', async () => {
  const now = SLOT + 20 * MINUTE;
  await tick(now, pastUntil(SLOT));
  expect(await published()).toEqual({
    model: 'as-before',
    release: '2026-11-01-00000000',
    issued_at: '2026-11-20T09:00:00Z',
    published_at: '2026-11-20T09:20:00Z',
    simulated: true,
    rows: ['09', '10', '11'].map((hour, i) => ({
      id: stored.rows()[i]?.id,
      entity: 'FR',
      valid_at: `2026-11-21T${hour}:00:00Z`,
      source: 'model',
      values: { load_mw: 50_000 },
    })),
  });
  await tick(now + 5 * MINUTE, pastUntil(SLOT));
  expect((await published()).published_at).toBe('2026-11-20T09:20:00Z');
  expect(stored.issues()).toEqual(['2026-11-20T09:00:00.000Z model']);
  expect(stored.rows()[0]).toMatchObject({
    role: 'live',
    features: [50_000],
    onnxSha256: IDENTITY.onnx_sha256,
    reason: null,
    createdAt: now,
  });
});

it('does not double when two ticks come at once', async () => {
  await Promise.all([1, 2, 3, 4].map(() => tick(SLOT, pastUntil(SLOT))));
  expect(stored.rows()).toHaveLength(3);
  expect(await LAKE.list({ prefix: 'forecast/as-before/unsaved/' })).toMatchObject({ objects: [] });
  expect(await publishedIds()).toEqual(storedIds());
});

it('publishes what a tick had set aside before it ended, and stores no other', async () => {
  const cut = {
    ...LAKE,
    get: LAKE.get.bind(LAKE),
    list: LAKE.list.bind(LAKE),
    put: async (key: string, ...rest: [string, R2PutOptions]) => {
      if (key === 'forecast/as-before.json') throw new Error('the tick ends here');
      return LAKE.put(key, ...rest);
    },
  } as unknown as R2Bucket;
  await expect(forecast(model, { ...press(SLOT, pastUntil(SLOT)), lake: cut })).rejects.toThrow('the tick ends here');
  expect([await published(), stored.rows()]).toEqual([null, []]);
  const other = released(async (tensor) => [tensor.map((load) => load + 1)]);
  const successor: LiveRelease = { ...other, identity: { ...IDENTITY, id: '2026-11-20-11111111' } };
  const next = { ...press(SLOT + 5 * MINUTE, pastUntil(SLOT + 5 * MINUTE)), releaseOf: async () => live };
  await forecast(model, next);
  expect((await published()).rows[0]).toMatchObject({ values: { load_mw: 50_000 } });
  expect(await publishedIds()).toEqual(storedIds());
  // Another release is live since: it speaks under its own time.
  const later = press(SLOT + 10 * MINUTE, pastUntil(SLOT + 10 * MINUTE));
  await forecast(model, { ...later, releaseOf: async () => successor });
  expect(await published()).toMatchObject({ release: '2026-11-20-11111111', issued_at: '2026-11-20T09:10:00Z' });
  expect(stored.rows()).toHaveLength(6);
});

it('is stopped by nothing that it cannot read', async () => {
  await LAKE.put('forecast/as-before.json', '{"rows":"of another time"}');
  await LAKE.put('forecast/as-before/unsaved/2026-11-18T09:00:00Z.json', '[{"model":"as-before"}]');
  await tick(SLOT, pastUntil(SLOT));
  expect(await publishedIds()).toEqual(storedIds());
  expect(stored.rows()).toHaveLength(3);
});

it('is the baseline when the graph refuses what it is given', async () => {
  const refusing = released(async () => {
    throw new Error('an hour of 47 is none');
  });
  await forecast(model, { ...press(SLOT, pastUntil(SLOT)), releaseOf: async () => refusing });
  expect((await published()).rows[0]).toMatchObject({
    source: 'baseline',
    reason: 'the release cannot compute with what is known: an hour of 47 is none',
  });
});

it('publishes while Postgres is away, and stores what was published once it is back', async () => {
  stored.state.away = true;
  await tick(SLOT, pastUntil(SLOT));
  expect((await published()).rows).toHaveLength(3);
  await tick(SLOT + DAY, pastUntil(SLOT + DAY));
  stored.state.away = false;
  // What Postgres is given is what was served, not what would be said now.
  await tick(SLOT + DAY + 5 * MINUTE, null);
  expect(stored.issues()).toEqual(['2026-11-20T09:00:00.000Z model', '2026-11-21T09:00:00.000Z model']);
  expect(stored.rows()[0]).toMatchObject({ createdAt: SLOT, features: [50_000] });
});

it('issues the baseline when data is late, and a second forecast under its own time once it has come', async () => {
  const stale = pastUntil(SLOT - 20 * HOUR);
  await tick(SLOT, stale);
  expect((await published()).rows[0]).toMatchObject({
    source: 'baseline',
    reason: expect.stringContaining('consumption/load_mw of FR is stale'),
  });
  await tick(SLOT + 5 * MINUTE, stale);
  expect((await published()).issued_at).toBe('2026-11-20T09:00:00Z');
  await tick(SLOT + 62 * MINUTE, pastUntil(SLOT + HOUR));
  expect(await published()).toMatchObject({ issued_at: '2026-11-20T10:02:00Z', rows: [{ source: 'model' }, {}, {}] });
  expect(stored.issues()).toEqual(['2026-11-20T09:00:00.000Z baseline', '2026-11-20T10:02:00.000Z model']);
  await tick(SLOT + 70 * MINUTE, pastUntil(SLOT + HOUR));
  expect((await published()).issued_at).toBe('2026-11-20T10:02:00Z');
});

it('says what the model had to do without, and speaks again once it has come', async () => {
  const RTE = 'consumption/rte_day_ahead_mw';
  const curious = { ...model, features: ['before', 'rte'], row: rowWithRte };
  const live = released(async (tensor) => [tensor.filter((_, i) => i % 2 === 0)], ['before', 'rte']);
  const ticks = (now: Instant, past: Past) => forecast(curious, { ...press(now, past), releaseOf: async () => live });
  function rowWithRte(history: History, entity: string, validAt: Instant) {
    return { before: history.at(LOAD, entity, validAt - 2 * DAY), rte: history.at(RTE, entity, validAt) };
  }
  const reason = 'the model answered without rte';
  await ticks(SLOT, pastUntil(SLOT));
  expect((await published()).rows[0]).toMatchObject({ source: 'model', reason, values: { load_mw: 50_000 } });
  await ticks(SLOT + 5 * MINUTE, pastUntil(SLOT + 5 * MINUTE));
  expect((await published()).issued_at).toBe('2026-11-20T09:00:00Z');
  const { facts, ...past } = pastUntil(SLOT + 10 * MINUTE);
  const at = Float64Array.from(instantsIn(model.horizon.window(SLOT), HOUR));
  const said = { at, knownAt: at.map(() => SLOT + 7 * MINUTE), value: at.map(() => 51_000) };
  await ticks(SLOT + 10 * MINUTE, { ...past, facts: new Map([...facts, [factsKey(RTE, 'FR'), said]]) });
  const { issued_at, rows } = await published();
  expect([issued_at, rows[0].source, rows[0].reason]).toEqual(['2026-11-20T09:10:00Z', 'model', undefined]);
  expect(stored.rows().map(({ reason: why }) => why)).toEqual([reason, reason, reason, null, null, null]);
});

it('publishes nothing when nothing is known, and tries again at the next tick', async () => {
  await tick(SLOT, null);
  await tick(SLOT, { ...pastUntil(SLOT), facts: new Map() });
  expect(await published()).toBeNull();
  await tick(SLOT + 5 * MINUTE, pastUntil(SLOT));
  expect(await published()).toMatchObject({ issued_at: '2026-11-20T09:00:00Z' });
});

it('stores the forecast again when Postgres lost it', async () => {
  await tick(SLOT, pastUntil(SLOT));
  stored = postgres();
  await tick(SLOT + 5 * MINUTE, pastUntil(SLOT));
  expect(stored.issues()).toEqual(['2026-11-20T09:00:00.000Z model']);
});

it('says tomorrow what it could not say in time, as of the last minute in which tomorrow was still tomorrow', async () => {
  await tick(SLOT, pastUntil(SLOT - 20 * HOUR));
  // 02:00 in Paris, of the day that is forecast.
  await tick(SLOT + 16 * HOUR, pastUntil(SLOT + 15 * HOUR));
  expect(await published()).toMatchObject({
    issued_at: '2026-11-20T22:59:00Z',
    published_at: '2026-11-21T01:00:00Z',
    rows: [{ valid_at: '2026-11-21T09:00:00Z', source: 'model' }, {}, {}],
  });
});
