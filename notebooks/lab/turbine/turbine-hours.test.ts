import { expect, it } from 'vitest';
import { HOUR } from '../../../data/time.ts';
import { factsKey } from '../../../models/history.ts';
import { defineDetectorModel } from '../../../models/model.ts';
import type { TurbineFarm } from './farm.ts';
import { hoursTogether, isHealthy, pickHours, turbineHoursOf } from './turbine-hours.ts';

const VIBRATION = 'turbine-measurement/vibration_mm_per_s';
const model = defineDetectorModel({
  kind: 'detector',
  id: 'shaking',
  title: { en: 'Shaking', fr: 'Secousses' },
  inputs: [VIBRATION],
  entities: ['T001'],
  step: HOUR,
  reach: HOUR,
  features: ['now'],
  heads: [{ name: 'risk', kind: 'score', unit: '1' }],
  gates: [],
  row: (history, entity, validAt) => ({ now: history.mean(VIBRATION, entity, validAt, HOUR) }),
});
const hour = (n: number) => n * HOUR;
const at = Float64Array.from({ length: 10 }, (_, i) => hour(i));
const farm: TurbineFarm = {
  name: 'farm-1',
  facts: new Map([
    [
      factsKey(VIBRATION, 'T001'),
      { at, knownAt: at.map((one) => one + HOUR + (one === hour(4) ? 1 : 0)), value: at.map((_, i) => i) },
    ],
  ]),
  stops: [
    { turbine: 'T001', from: hour(2), to: hour(3), kind: 'planned', component: 'service' },
    { turbine: 'T001', from: hour(6), to: hour(8), kind: 'unplanned', component: 'generator' },
    { turbine: 'T002', from: hour(0), to: hour(9), kind: 'unplanned', component: 'gearbox' },
  ],
  sha256: '',
  rows: 10,
  from: 0,
  last: hour(9),
  sources: ['simulator'],
  simulated: true,
};
const all = turbineHoursOf(model, farm, { from: 0, to: hour(10) });

it('knows of each hour what was known at its end, and how far the failure was from there', () => {
  // The fifth hour arrived a moment late.
  expect(Array.from(all.x)).toEqual([0, 1, 2, 3, Number.NaN, 5, 6, 7, 8, 9]);
  expect(all.hours.map(({ hoursToFailure }) => hoursToFailure)).toEqual([
    5,
    4,
    3,
    2,
    1,
    0,
    ...Array.from({ length: 4 }, () => Number.POSITIVE_INFINITY),
  ]);
  expect(all.hours.map(({ standing }) => Number(standing))).toEqual([0, 0, 1, 0, 0, 0, 1, 1, 0, 0]);
  expect(all.hours.map(({ hoursSinceRepair }) => hoursSinceRepair).slice(7)).toEqual([Number.POSITIVE_INFINITY, 0, 1]);
  expect(all.hours[5]).toMatchObject({ turbine: 'farm-1 T001', component: 'generator' });
});

it('picks rows with their hours, and puts farms together', () => {
  const running = pickHours(all, ({ standing }) => !standing);
  expect(Array.from(running.x)).toEqual([0, 1, 3, Number.NaN, 5, 8, 9]);
  const twice = hoursTogether([running, running]);
  expect([twice.x.length, twice.hours.length]).toEqual([14, 14]);
  expect(turbineHoursOf(model, farm, { from: 0, to: hour(10) }, { every: 5 }).hours.map((one) => one.at)).toEqual([
    0,
    hour(5),
  ]);
});

it('calls healthy what is a month from its failure and days from its repair', () => {
  const one = { ...all.hours[0]!, hoursToFailure: 721, hoursSinceRepair: 97 };
  expect(isHealthy(one)).toBe(true);
  expect(
    [{ hoursToFailure: 720 }, { hoursSinceRepair: 96 }, { standing: true }].map((but) => isHealthy({ ...one, ...but })),
  ).toEqual([false, false, false]);
});
