import { expect, it } from 'vitest';
import { DAY, HOUR, parseInstant } from '../data/time.ts';
import { FLEET } from './simulate/turbine-fleet.ts';
import { simulateSensors } from './simulate/turbine-sensors.ts';
import { hoursOf } from './simulated-farms.ts';

const turbine = FLEET[0]!;
const window = { from: Date.UTC(2025, 5, 1), to: Date.UTC(2025, 6, 1) };
const lines = hoursOf(301, turbine, window).map((line) => line.split(','));

it('has every hour of the window, each the mean of its minutes to the last bit', () => {
  expect(lines).toHaveLength(30 * 24);
  const minutes = simulateSensors(
    301,
    turbine,
  )(window.from + 3 * DAY).filter(({ at }) => at < window.from + 3 * DAY + HOUR);
  const known = minutes.flatMap(({ values }) => values.vibration ?? []);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  expect(lines[3 * 24]?.slice(0, 2)).toEqual(['T001', '2025-06-04T00:00:00Z']);
  expect(Number(lines[3 * 24]?.[4])).toBe(mean);
});

it('knows an hour at its end, or once its last minute has arrived', () => {
  const delays = lines.map((cells) => (parseInstant(cells[7] ?? '') ?? 0) - (parseInstant(cells[1] ?? '') ?? 0) - HOUR);
  expect(Math.min(...delays)).toBe(0);
  const late = delays.filter((delay) => delay > 0).length / delays.length;
  expect(late).toBeGreaterThan(0);
  expect(late).toBeLessThan(0.02);
});

it('says of every row that it is simulated', () => {
  expect(lines.every((cells) => cells.at(-1) === 'true' && cells.at(-2) === 'simulator')).toBe(true);
});
