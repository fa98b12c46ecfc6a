import { expect, it } from 'vitest';
import { yearWave } from './season.ts';

it('makes neighbours of 31 December and 1 January', () => {
  const [eve, day] = [yearWave(Date.UTC(2025, 11, 31, 11), 1), yearWave(Date.UTC(2026, 0, 1, 11), 1)];
  expect(eve.sin).toBeCloseTo(day.sin, 1);
  expect(eve.cos).toBeCloseTo(day.cos, 3);
});

it('is opposite in January and July, and the same twice a year at the second harmonic', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 15, 11), Date.UTC(2026, 6, 16, 11)];
  expect(yearWave(winter, 1).cos).toBeCloseTo(-yearWave(summer, 1).cos, 1);
  expect(yearWave(winter, 2).cos).toBeCloseTo(yearWave(summer, 2).cos, 1);
});
