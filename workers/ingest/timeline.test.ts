import { expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';

it('draws each place against what it owes itself, over slices in which it owes nothing too', () => {
  const window = { from: 0, to: 120 };
  const coverage = (place: string, owed: number, present: number) => ({
    expected: [4],
    lanes: [{ place, present: [present], expected: [owed] }],
  });
  const drawn = timelineOf(window, [
    { window: { from: 0, to: 60 }, coverage: coverage('FR/PT60M', 1, 1) },
    { window: { from: 60, to: 120 }, coverage: coverage('FR/PT15M', 4, 3) },
  ]);
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
  expect(drawn?.lanes.map(({ place, present, expected }) => [place, sum(present), sum(expected)])).toEqual([
    ['FR/PT15M', 3, 4],
    ['FR/PT60M', 1, 1],
  ]);
});
