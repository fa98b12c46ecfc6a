import { expect, it } from 'vitest';
import { FRANCE_2023, gridIntensity, trainingEnergy } from './energy.ts';

it('turns an hour of one core into twelve watt-hours and their carbon', () => {
  expect(trainingEnergy({ cpuSeconds: 3600 })).toEqual({
    cpu_seconds: 3600,
    kwh: 0.012,
    g_co2e: 0.384,
    method: 'estimated: processor seconds x 12 W a busy core x 32 g/kWh (RTE, production of France in 2023)',
  });
});

it('comes within two per cent of what the source project read for its 315 seconds', () => {
  expect(trainingEnergy({ cpuSeconds: 315 }).kwh / 1.04e-3).toBeCloseTo(1.0096, 4);
});

it('refuses a time that is none', () => {
  expect(() => trainingEnergy({ cpuSeconds: Number.NaN })).toThrow('processor time is NaN s');
});

it('takes the intensity of the grid from éCO2mix where it is known, and says so', () => {
  const at = Float64Array.of(0, 1, 2, 3);
  const facts = new Map([
    ['consumption/co2_g_per_kwh|FR', { at, knownAt: at, value: Float64Array.of(20, 40, Number.NaN, 900) }],
  ]);
  expect(gridIntensity(facts, { from: 0, to: 3 })).toEqual({ g_per_kwh: 30, source: 'éCO2mix, mean of 2 steps' });
  expect(gridIntensity(new Map(), { from: 0, to: 3 })).toBe(FRANCE_2023);
});
