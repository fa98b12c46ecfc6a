import { expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import type { EarlierReport } from '../../db/queries/earlier-reports.ts';
import { compared, since } from './comparison.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const usual = { completeness: 1, rows: 96, rejected: 0, anomalies: 0, seconds: 2 };
/** Thirty runs, newest first. */
const earlier = (measures: (daysAgo: number) => unknown = () => usual): EarlierReport[] =>
  Array.from({ length: 30 }, (_, i) => ({ reportedAt: now - (i + 1) * DAY, measures: measures(i + 1), findings: [] }));

it('has too few before it to say what is usual, or is as usual', () => {
  expect(compared(usual, [])).toEqual({ runs: 0, measures: [], verdict: 'too few', worse: [] });
  expect(compared(usual, earlier())).toMatchObject({
    runs: 30,
    since: '2026-01-30T00:00:00Z',
    verdict: 'as usual',
    worse: [],
  });
});

it('says where it stands among them, and in what it is worse than nearly all', () => {
  const runs = earlier((daysAgo) => ({ ...usual, completeness: daysAgo === 30 ? 0.5 : 0.99, seconds: daysAgo / 10 }));
  const { verdict, worse, measures } = compared({ ...usual, completeness: 0.8 }, runs);
  expect({ verdict, worse }).toEqual({ verdict: 'worse', worse: ['completeness'] });
  expect(measures[0]).toMatchObject({ measure: 'completeness', here: 0.8, min: 0.5, median: 0.99, worseThan: 29 });
  const seconds = measures.find(({ measure }) => measure === 'seconds');
  expect(seconds).toMatchObject({ min: 0.1, median: 1.55, max: 3, worseThan: 19 });
  expect(seconds?.earlier.slice(0, 2)).toEqual([3, 2.9]);
});

it('does not call a run worse for a hair, nor by the measure of four others', () => {
  expect(compared({ ...usual, seconds: 2.1 }, earlier())).toMatchObject({ verdict: 'as usual' });
  expect(compared({ ...usual, completeness: 0 }, earlier().slice(0, 4))).toMatchObject({ verdict: 'too few' });
});

it('leaves out what is no measure, and what a run had no measure of', () => {
  const runs = [{ reportedAt: now, measures: { rows: 'many' }, findings: [] }, ...earlier().slice(0, 2)];
  const { completeness: _, ...without } = usual;
  const { measures } = compared(without, runs);
  expect(measures.map(({ measure, earlier: values }) => [measure, values.length])).toEqual([
    ['rows', 2],
    ['rejected', 2],
    ['anomalies', 2],
    ['seconds', 2],
  ]);
});

it('knows since when the same has been found without a break', () => {
  const runs = earlier().map((run, i) => ({ ...run, findings: i === 3 ? [] : ['stale'] }));
  expect(since('stale', runs, now)).toBe(now - 3 * DAY);
  expect(since('rejected', runs, now)).toBe(now);
  expect(since('stale', runs.slice(0, 2), now)).toBe(now - 2 * DAY);
});
