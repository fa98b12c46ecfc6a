// For tests of the report: a run of two days, of which one came and the other did not.
import { datasets } from '../../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../../data/dataset.ts';
import { HOUR } from '../../../data/time.ts';
import type { Surroundings } from '../report.ts';
import type { RunOrder } from '../run-order.ts';
import type { SliceOutcome } from '../slice-outcome.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
/** What the run was asked. */
export const order: RunOrder = {
  id: 'consumption-live-1',
  dataset: 'consumption',
  feed: 'live',
  trigger: 'request',
  requestId: 'r',
  from: day('2026-01-01'),
  to: day('2026-01-03'),
};
export const definition: DatasetDefinition = {
  ...datasets.consumption,
  quality: { critical: ['load_mw'], anomalies: [{ kind: 'jump', column: 'load_mw', most: 5_000 }] },
  cleanings: [
    { id: 'thousands', column: 'load_mw', says: { en: 'kW are MW', fr: 'kW en MW' }, clean: () => undefined },
  ],
};
export const surroundings: Surroundings = {
  simulated: true,
  reportedAt: day('2026-01-04'),
  freshness: [{ part: 'load', newest: '2026-01-03T23:00:00Z', staleAfterSeconds: 10_800, stale: false }],
  earlier: [],
};
/** A day that the second source answered, with something of everything that is counted. */
export const first: SliceOutcome = {
  window: { from: day('2026-01-01'), to: day('2026-01-02') },
  failovers: [{ source: 'rte', reason: 'answered 500' }],
  milliseconds: { extract: 1_500, lake: 20, parse: 30, validate: 10, load: 400 },
  loaded: {
    source: 'odre',
    lakeKeys: ['raw/consumption/2026-01-03/odre/consumption-live-1-0123abcd'],
    rows: 96,
    rejects: 2,
    warnings: { 'odre: the column hydrogen is new to us': 1 },
    validation: {
      rejects: 1,
      rejectObjects: 1,
      duplicates: 3,
      reasons: {
        'area: got another value, want one of FR': { rows: 2, where: ['line 3', 'line 9'] },
        'load_mw: got another value, want an integer': { rows: 1, where: ['FR 2026-01-01T00:15:00Z'] },
      },
      cleaned: [
        {
          rule: 'thousands',
          column: 'load_mw',
          rows: 1,
          first: [{ where: 'FR 2026-01-01T05:00:00Z', was: 50_000_000, became: 50_000 }],
        },
      ],
      anomalies: {
        rules: [{ judged: 91, found: 1 }],
        first: [{ rule: 0, place: 'FR', at: day('2026-01-01') + HOUR, value: 60_000, measured: 9_000, limit: 5_000 }],
        outOfOrder: 0,
      },
      distributions: [
        {
          column: 'load_mw',
          missing: 4,
          sketch: {
            count: 4,
            sum: 10,
            min: 1,
            max: 4,
            exponent: 0,
            first: 1,
            counts: [1, 1, 1, 1],
            known: [1, 2, 3, 4].map((value) => [value, 1] as const),
          },
        },
      ],
      chunks: ['checked'],
      completeness: {
        columns: ['load_mw'],
        expected: 96,
        present: 92,
        places: [{ place: 'FR', expected: 96, present: 92 }],
        coverage: { expected: [48, 48], lanes: [{ place: 'FR', present: [44, 48] }] },
        gapCount: 1,
        gaps: [{ place: 'FR', from: day('2026-01-01'), to: day('2026-01-01') + HOUR }],
      },
    },
    counts: { inserted: 80, updated: 5, unchanged: 6, outranked: 1 },
  },
};
/** A day that nobody answered. */
export const second: SliceOutcome = {
  window: { from: day('2026-01-02'), to: day('2026-01-03') },
  failovers: [{ source: 'odre', reason: 'HTML' }],
  milliseconds: { extract: 500 },
};
