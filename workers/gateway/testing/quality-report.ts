// A report with something of everything, made up by us, hostile texts among it: for tests alone.
import type { QualityReport } from '../../mesh/quality-report.ts';

export const HOSTILE = `<script>alert("1")</script>'&`;

export const example: QualityReport = {
  version: 2,
  run: 'consumption-regional-live-20261120T0000Z',
  dataset: 'consumption',
  feed: 'regional-live',
  trigger: 'cron',
  window: { from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z' },
  reportedAt: '2026-10-26T05:00:00Z',
  simulated: true,
  dry: false,
  personal: false,
  grade: 'C',
  findings: [
    { kind: 'incomplete', count: 8, since: '2026-10-26T05:00:00Z', asked: 'publisher' },
    { kind: 'rejected', count: 2, since: '2026-10-20T05:00:00Z', asked: 'data engineer' },
  ],
  rows: { extracted: 1_202, inserted: 1_150, updated: 40, unchanged: 10, outranked: 0, rejected: 2, duplicates: 0 },
  rejected: [{ reason: `nature ${HOSTILE} is new to us`, rows: 2, where: [`line 3 ${HOSTILE}`] }],
  warnings: [{ text: `column ${HOSTILE} is new to us`, times: 1 }],
  cleanings: [
    {
      rule: 'kilowatts',
      column: 'load_mw',
      says: { en: 'kW are MW', fr: 'Des kW sont des MW' },
      rows: 3,
      first: [{ where: HOSTILE, was: HOSTILE, became: null }],
    },
  ],
  completeness: {
    columns: ['load_mw'],
    expected: 200,
    present: 192,
    places: [
      { place: HOSTILE, expected: 100, present: 92 },
      { place: 'FR-BRE', expected: 100, present: 100 },
    ],
  },
  gaps: { count: 1, first: [{ place: HOSTILE, from: '2026-10-25T00:00:00Z', to: '2026-10-25T02:00:00Z' }] },
  timeline: {
    from: '2026-10-24T22:00:00Z',
    to: '2026-10-25T23:00:00Z',
    expected: [25, 25, 25, 25],
    lanes: [
      { place: HOSTILE, present: [17, 25, 25, 25] },
      { place: 'FR-BRE', present: [25, 25, 25, 25] },
    ],
    others: { places: 2, present: [50, 0, 50, 50] },
  },
  anomalies: {
    count: 4,
    outOfOrder: 7,
    rules: [
      { kind: 'range', column: 'load_mw', limits: [25_000, 100_000], places: ['FR'], judged: 10, found: 1 },
      { kind: 'jump', column: 'load_mw', limits: [700], judged: 190, found: 1 },
      { kind: 'flat', column: 'load_mw', limits: [4], judged: 190, found: 1 },
      { kind: 'unusual', column: 'load_mw', limits: [8], judged: 100, found: 1, skipped: 'little history' },
    ],
    first: [
      { rule: 0, place: 'FR', at: '2026-10-25T00:30:00Z', value: 20_000, measured: 20_000, limit: 25_000 },
      { rule: 1, place: HOSTILE, at: '2026-10-25T00:30:00Z', value: 6_000, measured: 3_561, limit: 700 },
      {
        rule: 2,
        place: 'FR-BRE',
        at: '2026-10-25T03:30:00Z',
        until: '2026-10-25T05:30:00Z',
        value: 2_500,
        measured: 9,
        limit: 4,
      },
      { rule: 3, place: 'FR-BRE', at: '2026-10-25T08:30:00Z', value: 100, measured: -9.44, limit: 8, usual: 2_411.5 },
    ],
  },
  distributions: [
    {
      column: 'load_mw',
      count: 192,
      missing: 8,
      min: 100,
      quartiles: [2_400, 2_500, 2_600],
      max: 9_000,
      mean: 2_512.25,
      bins: { from: 2_304, width: 64, counts: [20, 60, 61, 50] },
      below: 0,
      above: 1,
    },
  ],
  freshness: [
    { part: 'load', newest: '2026-10-26T04:45:00Z', staleAfterSeconds: 10_800, stale: false },
    { part: 'mix', staleAfterSeconds: 10_800, stale: true },
  ],
  slices: [
    {
      from: '2026-10-24T22:00:00Z',
      to: '2026-10-25T23:00:00Z',
      source: 'odre-regional-live',
      failovers: [
        { source: 'rte', reason: 'passed over: RTE_CLIENT_ID is not set', notAsked: true },
        { source: 'mirror', reason: `answered ${HOSTILE}` },
      ],
      lakeKeys: ['raw/consumption/2026-10-26/odre-regional-live/run-0123abcd'],
    },
  ],
  seconds: { extract: 1.25, lake: 0.02, parse: 0.5, validate: 0.25, load: 130 },
  measures: { completeness: 0.96, rows: 1_202, rejected: 2, anomalies: 4, seconds: 132 },
  comparison: {
    runs: 6,
    since: '2026-10-20T05:00:00Z',
    measures: [
      {
        measure: 'completeness',
        here: 0.96,
        earlier: [1, 1, 0.99, 1, 1, 1],
        min: 0.99,
        median: 1,
        max: 1,
        worseThan: 6,
      },
      { measure: 'rejected', here: 2, earlier: [2, 2, 2, 2, 2, 2], min: 2, median: 2, max: 2, worseThan: 0 },
    ],
    verdict: 'worse',
    worse: ['completeness'],
  },
};
