// What detectors judge, when, and how often.
import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import type { NewPrediction } from '../../db/queries/predictions.ts';
import { factsKey } from '../../models/history.ts';
import { defineDetectorModel } from '../../models/model.ts';
import { logger } from '../mesh/log.ts';
import { type Bench, judge } from './judge.ts';
import { IDENTITY, released } from './testing/released.ts';

const WIND = 'turbine-measurement/wind_speed_m_per_s';
const NOW = Date.UTC(2026, 10, 20, 12, 2);
const NOON = Date.UTC(2026, 10, 20, 12);

/** Scores the wind over 10 m/s, and calls 2 and more an alarm. */
const model = defineDetectorModel({
  kind: 'detector',
  id: 'stormy',
  title: { en: 'Stormy', fr: 'Tempétueux' },
  inputs: [WIND],
  entities: ['T001', 'T002'],
  step: HOUR,
  reach: DAY,
  heads: [
    { name: 'storm', kind: 'score', unit: '1' },
    { name: 'alarm', kind: 'label', classes: ['quiet', 'alarm'] },
  ],
  gates: [],
  features: ['wind'],
  row: (history, entity, validAt) => ({ wind: history.mean(WIND, entity, validAt, HOUR) }),
});
const live = released(async (winds) => [
  winds.map((wind) => wind / 10),
  winds.map((wind) => (wind >= 20 ? 1 : wind * 0)),
]);

/** Postgres and what it holds: T001 by the hour, known at its end; T002 has measured nothing. */
function world(winds: Readonly<Record<number, number>>) {
  const stored: NewPrediction[] = [];
  const at = Float64Array.from(Object.keys(winds), Number).sort();
  const facts = new Map([
    [
      factsKey(WIND, 'T001'),
      { at, knownAt: at.map((one) => one + HOUR), value: at.map((one) => winds[one] ?? Number.NaN) },
    ],
  ]);
  const asked: Instant[] = [];
  const bench = (now: Instant, over: Partial<Bench> = {}): Bench => ({
    now,
    log: logger({ worker: 'predict', context: { requestId: 'a-tick', caller: 'cron' } }),
    releaseOf: async () => live,
    judged: async () => stored.map(({ entity, validAt }) => ({ entity, validAt })),
    factsOf: async (_, { from, to }) => {
      asked.push(now);
      return { window: { from, to }, facts, simulated: true };
    },
    save: async (judgements) => {
      stored.push(...judgements);
      return true;
    },
    ...over,
  });
  return { stored, asked, bench };
}

const inHours = (hours: number): number => NOON - hours * HOUR;

it('judges each step once it is over, and flags what its label does not call usual', async () => {
  const { stored, bench } = world({ [inHours(3)]: 12, [inHours(2)]: 25, [inHours(1)]: 9, [NOON]: 30 });
  await judge()(model, bench(NOW));
  expect(stored.map(({ entity, validAt, values, flagged }) => [entity, validAt, values, flagged])).toEqual([
    ['T001', inHours(1), { storm: expect.closeTo(0.9, 6), alarm: 0 }, false],
    ['T001', inHours(2), { storm: 2.5, alarm: 1 }, true],
    ['T001', inHours(3), { storm: expect.closeTo(1.2, 6), alarm: 0 }, false],
  ]);
  expect(stored[1]).toMatchObject({
    ...{ model: 'stormy', role: 'live', release: IDENTITY.id, source: 'model', issuedAt: NOON, createdAt: NOW },
    ...{ features: [25], simulated: true, correction: null },
  });
  const successor = { ...live, identity: { ...IDENTITY, id: '2026-11-20-11111111' } };
  await judge()(model, bench(NOW, { releaseOf: async () => successor }));
  expect(stored).toHaveLength(3);
});

it('judges what came late when it comes, and does not ask in vain at every tick', async () => {
  const winds: Record<number, number> = { [inHours(1)]: 9 };
  const { stored, asked, bench } = world(winds);
  const tick = judge();
  await tick(model, bench(NOW));
  await tick(model, bench(NOW + 5 * 60_000));
  // 400 steps a tick, of 45 days of two turbines: what had no number waits for an hour, the next ones are tried.
  expect(asked).toHaveLength(2);
  for (let minutes = 10; minutes < 60; minutes += 5) await tick(model, bench(NOW + minutes * 60_000));
  expect(asked).toHaveLength(6);
  const late = world({ ...winds, [inHours(5)]: 21 });
  await tick(model, { ...late.bench(NOW + 65 * 60_000), judged: bench(NOW).judged, save: bench(NOW).save });
  expect(stored.map(({ validAt, flagged }) => [validAt, flagged])).toEqual([
    [inHours(1), false],
    [inHours(5), true],
  ]);
});

it('waits two days for a sensor that is silent, and says nothing of what nobody measured', async () => {
  const VIBRATION = 'turbine-measurement/vibration_mm_per_s';
  const curious = { ...model, inputs: [WIND, VIBRATION] as const };
  const { stored, bench } = world({ [inHours(50)]: 11, [inHours(49)]: 12, [inHours(40)]: 13 });
  await judge()(curious, bench(NOW));
  expect(stored.map(({ validAt }) => validAt)).toEqual([inHours(49), inHours(50)]);
});

it('judges nothing while Postgres is away or its release is refused, and goes on afterwards', async () => {
  const { stored, bench } = world({ [inHours(1)]: 25 });
  const tick = judge();
  await tick(model, bench(NOW, { judged: async () => null }));
  await tick(model, bench(NOW, { factsOf: async () => null }));
  await tick(
    model,
    bench(NOW, { releaseOf: async () => ({ identity: IDENTITY, refused: 'its golden vectors fail' }) }),
  );
  expect(stored).toEqual([]);
  await tick(model, bench(NOW));
  expect(stored.map(({ flagged }) => flagged)).toEqual([true]);
});

it('judges at the next tick what could not be stored while Postgres was away', async () => {
  const { stored, bench } = world({ [inHours(1)]: 25 });
  const tick = judge();
  await tick(model, bench(NOW, { save: async () => false }));
  expect(stored).toEqual([]);
  await tick(model, bench(NOW + 5 * 60_000));
  expect(stored.map(({ validAt, flagged }) => [validAt, flagged])).toEqual([[inHours(1), true]]);
});

it('waits an hour with what Postgres refuses, so that other steps have their turn', async () => {
  const { stored, bench } = world({ [inHours(1)]: 25 });
  const tick = judge();
  const refused = bench(NOW, { save: () => Promise.reject(new Error('a constraint is broken')) });
  await expect(tick(model, refused)).rejects.toThrow('a constraint is broken');
  await tick(model, bench(NOW + 5 * 60_000));
  expect(stored).toEqual([]);
  await tick(model, bench(NOW + 65 * 60_000));
  expect(stored).toHaveLength(1);
});
