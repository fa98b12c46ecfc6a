// The report of a run from what its steps counted, as literal as it is kept.
import { expect, it } from 'vitest';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { HOUR } from '../../data/time.ts';
import { QualityReport } from '../mesh/quality-report.ts';
import { qualityReport, type Surroundings } from './report.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import { definition, first, order, second, surroundings } from './testing/judged-run.ts';

const report = (slices: readonly SliceOutcome[], more: Partial<Surroundings> = {}, of = definition) =>
  qualityReport(order, of, slices, { ...surroundings, ...more });

it('adds up the slices, and says who answered for each', () => {
  expect(report([first, second])).toEqual({
    version: 2,
    run: 'consumption-live-1',
    dataset: 'consumption',
    feed: 'live',
    trigger: 'request',
    window: { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' },
    reportedAt: '2026-01-04T00:00:00Z',
    simulated: true,
    dry: false,
    personal: false,
    grade: 'E',
    findings: [
      { kind: 'failed', count: 1, since: '2026-01-04T00:00:00Z', asked: 'operator' },
      { kind: 'incomplete', count: 4, since: '2026-01-04T00:00:00Z', asked: 'publisher' },
      { kind: 'rejected', count: 3, since: '2026-01-04T00:00:00Z', asked: 'data engineer' },
      { kind: 'failover', count: 1, since: '2026-01-04T00:00:00Z', asked: 'operator' },
      { kind: 'anomalies', count: 1, since: '2026-01-04T00:00:00Z', asked: 'data engineer' },
      { kind: 'warnings', count: 1, since: '2026-01-04T00:00:00Z', asked: 'data engineer' },
      { kind: 'duplicates', count: 3, since: '2026-01-04T00:00:00Z', asked: 'nobody' },
      { kind: 'cleaned', count: 1, since: '2026-01-04T00:00:00Z', asked: 'nobody' },
    ],
    rows: { extracted: 98, inserted: 80, updated: 5, unchanged: 6, outranked: 1, rejected: 3, duplicates: 3 },
    rejected: [
      { reason: 'area: got another value, want one of FR', rows: 2, where: ['line 3', 'line 9'] },
      { reason: 'load_mw: got another value, want an integer', rows: 1, where: ['FR 2026-01-01T00:15:00Z'] },
    ],
    warnings: [{ text: 'odre: the column hydrogen is new to us', times: 1 }],
    cleanings: [
      {
        rule: 'thousands',
        column: 'load_mw',
        says: { en: 'kW are MW', fr: 'kW en MW' },
        rows: 1,
        first: [{ where: 'FR 2026-01-01T05:00:00Z', was: 50_000_000, became: 50_000 }],
      },
    ],
    completeness: {
      columns: ['load_mw'],
      expected: 96,
      present: 92,
      places: [{ place: 'FR', expected: 96, present: 92 }],
    },
    gaps: { count: 1, first: [{ place: 'FR', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' }] },
    timeline: {
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
      expected: [48, 48],
      lanes: [{ place: 'FR', present: [44, 48] }],
    },
    anomalies: {
      count: 1,
      outOfOrder: 0,
      rules: [{ kind: 'jump', column: 'load_mw', limits: [5_000], judged: 91, found: 1 }],
      first: [{ rule: 0, place: 'FR', at: '2026-01-01T01:00:00Z', value: 60_000, measured: 9_000, limit: 5_000 }],
    },
    distributions: [
      {
        column: 'load_mw',
        count: 4,
        missing: 4,
        min: 1,
        quartiles: [1.75, 2.5, 3.25],
        max: 4,
        mean: 2.5,
        bins: { from: 1, width: 1, counts: [1, 1, 1, 1] },
        below: 0,
        above: 0,
      },
    ],
    freshness: surroundings.freshness,
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
    measures: { completeness: 92 / 96, rows: 98, rejected: 3, anomalies: 1, seconds: 2.46 },
    comparison: { runs: 0, measures: [], verdict: 'too few', worse: [] },
  });
});

it('has the shape that the gateway promises, also when every source failed and when its dataset is gone', () => {
  for (const one of [
    report([first, second]),
    report([second]),
    qualityReport(order, undefined, [second], surroundings),
  ])
    expect(QualityReport.parse(one)).toEqual(one);
});

it('counts the rows of a source that gave way because none of them could be accepted', () => {
  const reasons = {
    'nature "x" is new to us': { rows: 90, where: ['line 2'] },
    'area: got another value, want one of FR': { rows: 6, where: ['line 5'] },
  };
  const { rows, rejected } = report([{ ...first, refused: [{ rows: 96, reasons }] }]);
  expect(rows).toMatchObject({ extracted: 98 + 96, inserted: 80, rejected: 3 + 96 });
  expect(rejected.slice(0, 2)).toEqual([
    { reason: 'nature "x" is new to us', rows: 90, where: ['line 2'] },
    { reason: 'area: got another value, want one of FR', rows: 8, where: ['line 5', 'line 3', 'line 9'] },
  ]);
});

it('says nothing of completeness where no grid says what is expected', () => {
  const { loaded } = first;
  if (!loaded) throw new Error('the first slice is loaded');
  const free = { ...first, loaded: { ...loaded, validation: { ...loaded.validation, completeness: null } } };
  const free2 = report([free]);
  expect(free2).not.toHaveProperty('completeness');
  expect(free2).not.toHaveProperty('timeline');
  expect(free2.gaps).toEqual({ count: 0, first: [] });
});

it('lays the slices of a run side by side on one time line', () => {
  const { loaded } = first;
  const later = { ...first, window: second.window, ...(loaded && { loaded }) };
  const { timeline } = report([first, later]);
  expect(timeline).toMatchObject({ from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' });
  const stretches = (counts: readonly number[] = []) => counts.flatMap((count, i) => (count > 0 ? [[i, count]] : []));
  expect(stretches(timeline?.expected)).toEqual([15, 45, 75, 105].map((i) => [i, 48]));
  expect(stretches(timeline?.lanes[0]?.present)).toEqual([
    [15, 44],
    [45, 48],
    [75, 44],
    [105, 48],
  ]);
});

it('shows no value, no key and no place of persons', () => {
  const about = { en: 'customers', fr: 'clients' };
  const personal: DatasetDefinition = {
    ...definition,
    privacy: { subject: about, purpose: about, legalBasis: about, retention: 1, treatment: {} },
  };
  const failing = { ...first, failovers: [{ source: 'file', reason: 'want the column mail, got ada@example.org' }] };
  const { personal: flag, anomalies, slices } = report([failing], {}, personal);
  expect(flag).toBe(true);
  expect(anomalies).toMatchObject({ count: 1, first: [] });
  expect(slices[0]?.failovers[0]?.reason).not.toContain('ada@');
});

it('asks nobody, and gives an A, where nothing is wrong; a source that is not set up is no fault', () => {
  const { loaded } = first;
  if (!loaded) throw new Error('the first slice is loaded');
  const clean: SliceOutcome = {
    ...first,
    failovers: [{ source: 'rte', reason: 'passed over: RTE_CLIENT_ID is not set', notAsked: true }],
    loaded: {
      ...loaded,
      rows: 96,
      rejects: 0,
      warnings: {},
      validation: {
        ...loaded.validation,
        rejects: 0,
        duplicates: 0,
        reasons: {},
        cleaned: [],
        anomalies: { rules: [{ judged: 95, found: 0 }], first: [], outOfOrder: 0 },
        completeness: null,
      },
    },
  };
  expect(report([clean])).toMatchObject({ grade: 'A', findings: [] });
  expect(report([{ ...clean, failovers: [{ source: 'rte', reason: 'answered 500' }] }])).toMatchObject({
    grade: 'B',
    findings: [{ kind: 'failover', asked: 'operator' }],
  });
  // A few are how publishers are; an answer that says everything twice is a fault.
  const repeating = (duplicates: number) => ({
    ...clean,
    failovers: [],
    loaded: { ...clean.loaded!, validation: { ...clean.loaded!.validation, duplicates } },
  });
  expect([report([repeating(4)]).grade, report([repeating(48)]).grade]).toEqual(['A', 'C']);
});

it('calls facts stale only where the window could have brought newer ones', () => {
  const freshness = [{ part: 'load', staleAfterSeconds: 10_800, stale: true }];
  const kinds = (reportedAt: number) => report([first], { freshness, reportedAt }).findings.map(({ kind }) => kind);
  expect(kinds(order.to + HOUR)).toContain('stale');
  expect(kinds(order.to + 4 * HOUR)).not.toContain('stale');
});
