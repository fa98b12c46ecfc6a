import { expect, it } from 'vitest';
import { qualityReport, type SliceOutcome } from './report.ts';
import type { RunOrder } from './run-order.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const order: RunOrder = {
  id: 'consumption-live-1',
  dataset: 'consumption',
  feed: 'live',
  trigger: 'request',
  requestId: 'r',
  from: day('2026-01-01'),
  to: day('2026-01-03'),
};
const first: SliceOutcome = {
  window: { from: day('2026-01-01'), to: day('2026-01-02') },
  failovers: [{ source: 'rte', reason: 'answered 500' }],
  milliseconds: { extract: 1_500, lake: 20, parse: 30, validate: 10, load: 400 },
  loaded: {
    source: 'odre',
    lakeKeys: ['raw/consumption/2026-01-03/odre/consumption-live-1-0123abcd'],
    rows: 96,
    rejects: 2,
    validation: {
      rejects: 1,
      rejectObjects: 1,
      duplicates: 3,
      reasons: { 'area: got another value, want one of FR': 2, 'load_mw: got another value, want an integer': 1 },
      chunks: ['checked'],
      completeness: {
        columns: ['load_mw'],
        expected: 96,
        present: 92,
        gapCount: 1,
        gaps: [{ place: 'FR', from: day('2026-01-01'), to: day('2026-01-01') + 3_600_000 }],
      },
    },
    counts: { inserted: 80, updated: 5, unchanged: 6, outranked: 1 },
  },
};

it('adds up the slices, and says who answered for each', () => {
  const second: SliceOutcome = {
    window: { from: day('2026-01-02'), to: day('2026-01-03') },
    failovers: [{ source: 'odre', reason: 'HTML' }],
    milliseconds: { extract: 500 },
  };
  expect(qualityReport(order, { simulated: true, slices: [first, second] })).toEqual({
    version: 1,
    run: 'consumption-live-1',
    dataset: 'consumption',
    feed: 'live',
    trigger: 'request',
    window: { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' },
    simulated: true,
    rows: { extracted: 98, inserted: 80, updated: 5, unchanged: 6, outranked: 1, rejected: 3, duplicates: 3 },
    rejected: [
      { reason: 'area: got another value, want one of FR', rows: 2 },
      { reason: 'load_mw: got another value, want an integer', rows: 1 },
    ],
    completeness: { columns: ['load_mw'], expected: 96, present: 92 },
    gaps: { count: 1, first: [{ place: 'FR', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' }] },
    slices: [
      {
        from: '2026-01-01T00:00:00Z',
        to: '2026-01-02T00:00:00Z',
        source: 'odre',
        failovers: [{ source: 'rte', reason: 'answered 500' }],
        lakeKeys: ['raw/consumption/2026-01-03/odre/consumption-live-1-0123abcd'],
      },
      {
        from: '2026-01-02T00:00:00Z',
        to: '2026-01-03T00:00:00Z',
        failovers: [{ source: 'odre', reason: 'HTML' }],
        lakeKeys: [],
      },
    ],
    seconds: { extract: 2, lake: 0.02, parse: 0.03, validate: 0.01, load: 0.4 },
  });
});

it('counts the rows of a source that gave way because none of them could be accepted', () => {
  const reasons = { 'nature "x" is new to us': 90, 'area: got another value, want one of FR': 6 };
  const report = qualityReport(order, { simulated: false, slices: [{ ...first, refused: [{ rows: 96, reasons }] }] });
  expect(report.rows).toMatchObject({ extracted: 98 + 96, inserted: 80, rejected: 3 + 96 });
  expect(report.rejected.slice(0, 2)).toEqual([
    { reason: 'nature "x" is new to us', rows: 90 },
    { reason: 'area: got another value, want one of FR', rows: 8 },
  ]);
});

it('says nothing of completeness where no grid says what is expected', () => {
  const { loaded } = first;
  if (!loaded) throw new Error('the first slice is loaded');
  const free = { ...first, loaded: { ...loaded, validation: { ...loaded.validation, completeness: null } } };
  const report = qualityReport(order, { simulated: false, slices: [free] });
  expect(report).not.toHaveProperty('completeness');
  expect(report.gaps).toEqual({ count: 0, first: [] });
});
