import { expect, it } from 'vitest';
import { DAY, formatInstant, HOUR } from '../../data/time.ts';
import { countedAtOnce, piecesOf } from './replay-pieces.ts';

const from = Date.parse('2026-03-01T06:00:00Z');
const to = from + 10 * DAY;
const day = (number: number, rows: number) => ({ day: Date.UTC(2026, 2, number), rows });
const shown = (days: readonly { day: number; rows: number }[]) =>
  piecesOf({ from, to }, days, 100_000).map(
    (piece) => `${formatInstant(piece.from)} ${(piece.to - piece.from) / HOUR}h`,
  );

it('settles a window with few rows, or none, at once', () => {
  expect(shown([])).toEqual(['2026-03-01T06:00:00Z 240h']);
  expect(shown([day(1, 50_000), day(9, 50_000)])).toEqual(['2026-03-01T06:00:00Z 240h']);
});

it('cuts where a day begins, before there are too many rows, and leaves out nothing between', () => {
  expect(shown([day(1, 60_000), day(3, 60_000), day(4, 40_000), day(5, 1)])).toEqual([
    '2026-03-01T06:00:00Z 42h',
    '2026-03-03T00:00:00Z 48h',
    '2026-03-05T00:00:00Z 150h',
  ]);
});

it('never cuts a day, however many rows it has', () => {
  expect(shown([day(1, 900_000), day(2, 10)])).toEqual(['2026-03-01T06:00:00Z 18h', '2026-03-02T00:00:00Z 222h']);
});

it('counts a year of whole days at once, wherever in a day the window begins', () => {
  const windows = countedAtOnce({ from: Date.parse('2024-03-01T10:00:00Z'), to: Date.parse('2025-03-05T07:00:00Z') });
  expect(windows.map((window) => [formatInstant(window.from), formatInstant(window.to)])).toEqual([
    ['2024-03-01T10:00:00Z', '2025-03-02T00:00:00Z'],
    ['2025-03-02T00:00:00Z', '2025-03-05T07:00:00Z'],
  ]);
});
