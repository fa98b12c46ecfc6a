import { expect, it } from 'vitest';
import { isOnce, keptOf, keptText } from './kept-once.ts';

const told = [
  {
    rows: [
      { id: 'a', place: 'first 0' },
      { id: 'b', place: 'first 1' },
    ],
  },
  { rows: [{ id: 'c', place: 'second 0' }] },
];
const stored = told.flatMap(({ rows }) => rows);

it('is once where each row that was told is stored at its place, and nothing else is', () => {
  const kept = keptOf(told, stored);
  expect(isOnce(kept)).toBe(true);
  expect(keptText(kept)).toBe(
    '2 answers told 3 rows; 0 missing, 0 stored twice, 0 that nobody was told, 0 answers without an id',
  );
});

it('is not once where a row is stored again under another id', () => {
  const kept = keptOf(told, [...stored, { id: 'd', place: 'first 1' }]);
  expect(kept).toMatchObject({ missing: [], twice: ['first 1'], untold: [] });
  expect(isOnce(kept)).toBe(false);
});

it('is not once where a row is missing', () => {
  const kept = keptOf(told, stored.slice(1));
  expect(kept).toMatchObject({ missing: ['a'], twice: [], untold: [] });
  expect(isOnce(kept)).toBe(false);
});

it('is not once where a row has another id than was told', () => {
  const kept = keptOf(told, [...stored.slice(1), { id: 'd', place: 'first 0' }]);
  expect(kept).toMatchObject({ missing: ['a'], twice: [], untold: [] });
  expect(isOnce(kept)).toBe(false);
});

it('is not once where one id was told for two requests', () => {
  const kept = keptOf([...told, { rows: [{ id: 'a', place: 'third 0' }] }], stored);
  expect(kept.missing).toEqual(['a']);
  expect(isOnce(kept)).toBe(false);
});

it('is not once where a request has a row more than it was told', () => {
  const kept = keptOf(told, [...stored, { id: 'd', place: 'second 1' }]);
  expect(kept).toMatchObject({ missing: [], twice: [], untold: ['second 1'] });
  expect(isOnce(kept)).toBe(false);
});

it('is not once where an answer tells no id, and where nothing was told', () => {
  expect(isOnce(keptOf([...told, { rows: [] }], stored))).toBe(false);
  expect(isOnce(keptOf([], []))).toBe(false);
});

it('counts a forecast that was told again and again as one', () => {
  const kept = keptOf([...told, ...told], stored);
  expect(kept).toMatchObject({ answers: 4, told: 3 });
  expect(isOnce(kept)).toBe(true);
});
