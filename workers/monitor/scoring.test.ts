// Days are scored from what Postgres holds: whatever the order in which truth, corrections and forecasts came, and however often a tick ran.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Quality } from '../../data/columns.ts';
import { consumption } from '../../data/consumption/dataset.ts';
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { type NewPrediction, savePredictions } from '../../db/queries/predictions.ts';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import { scoreDueDays } from './scoring.ts';

/** Midnight in Paris, of 15 November 2026. */
const MIDNIGHT = Date.parse('2026-11-14T23:00:00Z');
const NOW = MIDNIGHT + 10 * DAY;

let world: TestWorld;
let monitor: Db;
let predict: Db;
let owner: Db;
beforeAll(async () => {
  world = await testWorld('consumption');
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: world.database.neonLocal });
  monitor = as(world.database.url('monitor'));
  predict = as(world.database.url('predict'));
  owner = as(world.database.ownerUrl);
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  await owner.$client`TRUNCATE consumption, revision, prediction, score, scored_day`;
});

/** Hours of a day, each of two halves. */
async function truth(day: number, loadMw: number, { quality = 'real time' as Quality, rte = loadMw, hours = 24 } = {}) {
  const at = Array.from({ length: 2 * hours }, (_, i) => MIDNIGHT + day * DAY + i * (HOUR / 2));
  await loadRows(world.db, consumption, {
    raw: await world.fetched(MIDNIGHT + (day + 1) * DAY),
    columns: ['load_mw', 'rte_day_ahead_mw'],
    rows: at.map((instant) => ({ area: 'FR', at: instant, quality, load_mw: loadMw, rte_day_ahead_mw: rte })),
  });
}

async function forecast(day: number, loadMw: number, over: Partial<NewPrediction> = {}) {
  const issuedAt = MIDNIGHT + (day - 1) * DAY + 10 * HOUR;
  const values = { load_mw: loadMw, load_q10_mw: loadMw - 1_000, load_q90_mw: loadMw + 1_000 };
  const rows = Array.from({ length: 24 }, (_, hour): NewPrediction => {
    const validAt = MIDNIGHT + day * DAY + hour * HOUR;
    const hashes = { onnxSha256: 'a', featureSha256: 'b' };
    const said = { source: 'model', reason: null, values, simulated: false } as const;
    const place = { model: loadDayAhead.id, entity: 'FR', issuedAt, validAt, release: 'r1' };
    return { ...place, ...hashes, ...said, features: [1], createdAt: issuedAt, ...over };
  });
  await savePredictions(predict, rows);
}

const tick = (now: Instant = NOW) => scoreDueDays(monitor, loadDayAhead, { now, everything: true });
const sums = () => monitor.$client`
  SELECT day::text, contestant, release, source, sum(steps)::int AS steps, sum(absolute_error) AS absolute_error,
    sum(bounded_steps)::int AS bounded, sum(inside_steps)::int AS inside
  FROM score GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
const everyRow = () =>
  monitor.$client`SELECT * FROM score ORDER BY model, day, entity, hour, contestant, release, source`;

describe('a day that has come true', () => {
  it('is scored for the model and for everybody beside it, by hour', async () => {
    for (const day of [-8, -7, -2, -1]) await truth(day, 50_000);
    await forecast(0, 61_000);
    expect(await tick()).toBe(0);
    await truth(0, 60_000, { rte: 60_500 });
    await truth(1, 60_000, { hours: 1 });
    expect(await tick()).toBe(1);
    const ofDay = { day: '2026-11-15', steps: 24 };
    expect(await sums()).toEqual([
      { ...ofDay, contestant: 'last_week', release: '', source: '', absolute_error: 240_000, bounded: 0, inside: 0 },
      { ...ofDay, contestant: 'live', release: 'r1', source: 'model', absolute_error: 24_000, bounded: 24, inside: 24 },
      { ...ofDay, contestant: 'persistence', release: '', source: '', absolute_error: 240_000, bounded: 0, inside: 0 },
      { ...ofDay, contestant: 'published', release: '', source: '', absolute_error: 12_000, bounded: 0, inside: 0 },
    ]);
    expect(await tick()).toBe(0);
  });

  it('waits for hours that are not over: half an hour is not the hour', async () => {
    await forecast(0, 60_000);
    await truth(0, 60_000, { hours: 3.5 });
    await tick();
    expect(await sums()).toMatchObject([
      { contestant: 'live', steps: 3 },
      { contestant: 'published', steps: 3 },
    ]);
  });

  it('leaves out an hour of which half never came, of truth and of whoever stands on it', async () => {
    for (const day of [-8, -7, -2, -1, 0, 1]) await truth(day, 60_000);
    await forecast(0, 60_000);
    for (const halfPast of [MIDNIGHT + 10.5 * HOUR, MIDNIGHT - 7 * DAY + 12.5 * HOUR])
      await owner.$client`DELETE FROM consumption WHERE at = to_timestamp(${halfPast / 1_000}::float8)`;
    await tick();
    expect((await sums()).map(({ contestant, steps }) => [contestant, steps])).toEqual([
      ['last_week', 22],
      ['live', 23],
      ['persistence', 23],
      ['published', 23],
    ]);
  });

  it('is scored again when the truth is corrected, and only then', async () => {
    await forecast(0, 60_000);
    for (const day of [0, 1]) await truth(day, 60_000);
    await tick();
    await truth(0, 60_600, { quality: 'consolidated' });
    expect(await tick()).toBe(1);
    expect((await sums())[0]).toMatchObject({ contestant: 'live', steps: 24, absolute_error: 24 * 600, inside: 24 });
    expect(await tick()).toBe(0);
  });

  it('is left alone by ticks that look at part of the past, also where that begins', async () => {
    await forecast(0, 60_000);
    for (const day of [0, 1]) await truth(day, 60_000);
    const now = MIDNIGHT + 35 * DAY + 12 * HOUR;
    expect(await scoreDueDays(monitor, loadDayAhead, { now, everything: true })).toBe(1);
    expect(await scoreDueDays(monitor, loadDayAhead, { now, everything: false })).toBe(0);
  });

  it('is scored though another day cannot be, which the tick says and tries again', async () => {
    for (const day of [0, 1, 2, 3]) await truth(day, 60_000);
    for (const day of [0, 1, 2]) await forecast(day, 60_000);
    await owner.$client`ALTER TABLE score ADD CONSTRAINT refused CHECK (day <> '2026-11-16')`;
    try {
      await expect(tick()).rejects.toThrow('1 of 3 days of load-day-ahead could not be scored: 2026-11-16');
      const scored = await owner.$client`SELECT DISTINCT day::text FROM score ORDER BY 1`;
      expect(scored.map(({ day }) => day)).toEqual(['2026-11-15', '2026-11-17']);
      await expect(tick()).rejects.toThrow('1 of 1 days of load-day-ahead could not be scored: 2026-11-16');
    } finally {
      await owner.$client`ALTER TABLE score DROP CONSTRAINT refused`;
    }
    expect(await tick()).toBe(1);
  });

  it('keeps the baseline, the canary and the shadow apart, and scores what was said last', async () => {
    for (const day of [0, 1]) await truth(day, 60_000);
    const baseline = { source: 'baseline', reason: 'stale', features: null, values: { load_mw: 59_000 } } as const;
    await forecast(0, 0, baseline);
    await forecast(0, 60_100, { issuedAt: MIDNIGHT - 12 * HOUR, createdAt: MIDNIGHT - 12 * HOUR });
    await forecast(1, 0, baseline);
    await forecast(0, 60_200, { role: 'shadow', release: 'r2' });
    await forecast(0, 60_300, { role: 'canary', release: 'r3' });
    await tick();
    const roles = (await sums()).filter(({ release }) => release !== '');
    expect(
      roles.map((row) => [row['day'], row['contestant'], row['release'], row['source'], row['absolute_error']]),
    ).toEqual([
      ['2026-11-15', 'canary', 'r3', 'model', 7_200],
      ['2026-11-15', 'live', 'r1', 'model', 2_400],
      ['2026-11-15', 'shadow', 'r2', 'model', 4_800],
      // Nothing is known of the day after: its last hour may go on.
      ['2026-11-16', 'live', 'r1', 'baseline', 23_000],
    ]);
  });
});

/** A seeded generator: the same orders in every run. */
function randomly(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it.each([1, 2, 3, 4])(
  'gives the same whatever came first, scored as it came or once at the end (order %i)',
  async (seed) => {
    const random = randomly(seed);
    const events = [
      ...[-7, -1, 0, 1, 2].map((day) => () => truth(day, 50_000 + 1_000 * day)),
      ...[0, 1].map((day) => () => truth(day, 51_000 + 900 * day, { quality: 'consolidated', rte: 52_000 })),
      ...[0, 1, 2].map((day) => () => forecast(day, 50_500)),
      () => forecast(1, 50_700, { role: 'shadow', release: 'r2' }),
      () => forecast(1, 50_900, { issuedAt: MIDNIGHT, createdAt: MIDNIGHT }),
    ];
    while (events.length > 0) {
      await events.splice(random(events.length), 1)[0]?.();
      if (random(2) === 0) await Promise.all([tick(), tick()].slice(random(2)));
    }
    await tick();
    const asItCame = await everyRow();
    await owner.$client`TRUNCATE score, scored_day`;
    await tick();
    expect(asItCame).toEqual(await everyRow());
    expect(asItCame.length).toBeGreaterThan(150);
  },
);
