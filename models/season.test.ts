import { expect, it } from 'vitest';
import { seasonOf } from './season.ts';

it('turns at midnight in Paris, every three months', () => {
  expect(seasonOf(Date.UTC(2023, 10, 30, 22, 59))).toBe('autumn');
  expect(seasonOf(Date.UTC(2023, 10, 30, 23))).toBe('winter');
  expect([0, 3, 6, 9].map((month) => seasonOf(Date.UTC(2023, month, 15)))).toEqual([
    'winter',
    'spring',
    'summer',
    'autumn',
  ]);
});
