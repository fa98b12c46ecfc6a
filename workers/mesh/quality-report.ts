// The quality report of a run: kept as JSON with the run, built by ingest alone, read by whoever asks. Codes and figures, no sentences.
import { z } from 'zod';

const Instant = z.iso.datetime();
const Count = z.int().min(0);
const Text = z.strictObject({ en: z.string(), fr: z.string() });
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Window = z.strictObject({ from: Instant, to: Instant });

/** Reports of an earlier one are not read: they are compared with nothing. */
export const REPORT_VERSION = 2 as const;

export const MEASURES = ['completeness', 'rows', 'rejected', 'anomalies', 'seconds'] as const;
export type Measure = (typeof MEASURES)[number];

export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Grade = (typeof GRADES)[number];

/** What somebody should know, and who is asked: whoever runs the service, whoever knows the data, the publisher; nobody. */
export const FINDINGS = [
  'failed',
  'incomplete',
  'stale',
  'rejected',
  'failover',
  'anomalies',
  'warnings',
  'duplicates',
  'cleaned',
] as const;
export type FindingKind = (typeof FINDINGS)[number];
export const ASKED = ['operator', 'data engineer', 'publisher', 'nobody'] as const;

const Rows = z.strictObject({
  extracted: Count,
  inserted: Count,
  updated: Count,
  unchanged: Count,
  outranked: Count.meta({ description: 'A value of better quality, or fetched later, stood already' }),
  rejected: Count,
  duplicates: Count.meta({ description: 'The same key again in one answer: the last one counts' }),
});

const Completeness = z
  .strictObject({
    columns: z.array(z.string()),
    expected: Count,
    present: Count,
    places: z
      .array(z.strictObject({ place: z.string(), expected: Count, present: Count }))
      .meta({ description: 'The worst first' }),
  })
  .meta({ description: 'Of the steps that could be known; absent where facts come when they come' });

const Timeline = Window.extend({
  expected: z.array(Count).meta({ description: 'Steps due at one place, per stretch of equal length' }),
  lanes: z.array(
    z.strictObject({
      place: z.string(),
      present: z.array(Count),
      expected: z.array(Count).optional().meta({ description: 'Where this place owes facts at other times' }),
    }),
  ),
  others: z
    .strictObject({ places: Count, present: z.array(Count) })
    .optional()
    .meta({ description: 'The places that have no lane of their own, together' }),
}).meta({ description: 'What is there and what is not, over the window' });

export const ANOMALY_KINDS = ['range', 'jump', 'flat', 'unusual'] as const;
export const SKIPPED = ['no time', 'no window', 'long window', 'little history'] as const;
const Anomalies = z.strictObject({
  count: Count,
  outOfOrder: Count.meta({
    description: 'Rows that came after a later one of their place: not judged by jump and flat',
  }),
  rules: z.array(
    z.strictObject({
      kind: z.enum(ANOMALY_KINDS),
      column: z.string(),
      limits: z.array(z.number()).meta({ description: 'Low and high of a range; else the most that is usual' }),
      places: z.array(z.string()).optional(),
      judged: Count.meta({ description: 'Values that the rule was applied to' }),
      found: Count,
      skipped: z.enum(SKIPPED).optional().meta({ description: 'Why it was not applied to all' }),
    }),
  ),
  first: z.array(
    z.strictObject({
      rule: Count.meta({ description: 'Position among the rules' }),
      place: z.string(),
      at: Instant.optional(),
      until: Instant.optional().meta({ description: 'Of a flat line: its last instant' }),
      value: z.number(),
      measured: z.number().meta({
        description: 'What went beyond the limit: the value, the change, the steps in a row, or the deviations',
      }),
      limit: z.number(),
      usual: z.number().optional().meta({ description: 'The median at that hour in Paris, in the weeks before' }),
    }),
  ),
});

const Distribution = z.strictObject({
  column: z.string(),
  count: Count,
  missing: Count,
  min: z.number(),
  // Said by hand: OpenAPI has no items that differ by their place.
  quartiles: z.tuple([z.number(), z.number(), z.number()]).meta({
    type: 'array',
    items: { type: 'number' },
    minItems: 3,
    maxItems: 3,
    description:
      'As percentile_cont gives them where no more than 1,024 values differ, or where one falls among many that are equal; else no further from that than a two-thousandth of the range',
  }),
  max: z.number(),
  mean: z.number(),
  bins: z.strictObject({ from: z.number(), width: z.number(), counts: z.array(Count) }),
  below: Count.meta({ description: 'Values left of the bins: far from all others' }),
  above: Count,
});

const Freshness = z.strictObject({
  part: z.string(),
  newest: Instant.optional().meta({ description: 'Absent where there is none' }),
  staleAfterSeconds: z.number(),
  stale: z
    .boolean()
    .optional()
    .meta({ description: 'Absent where facts come when they come, and of an archive: silence is not lateness' }),
});

const Slice = Window.extend({
  source: z.string().optional().meta({ description: 'Absent when every source failed' }),
  failovers: z.array(
    z.strictObject({
      source: z.string(),
      reason: z.string(),
      notAsked: z.literal(true).optional().meta({ description: 'It is not set up here' }),
    }),
  ),
  lakeKeys: z.array(z.string()),
}).meta({ description: 'A piece of the window: who answered, who did not and why' });

export const Measures = z.strictObject({
  completeness: z.number().optional().meta({ description: '0 to 1' }),
  rows: Count,
  rejected: Count,
  anomalies: Count,
  seconds: z.number(),
});
export type Measures = z.infer<typeof Measures>;

const Comparison = z
  .strictObject({
    runs: Count,
    since: Instant.optional(),
    measures: z.array(
      z.strictObject({
        measure: z.enum(MEASURES),
        here: z.number(),
        earlier: z.array(z.number()).meta({ description: 'Oldest first' }),
        min: z.number(),
        median: z.number(),
        max: z.number(),
        worseThan: Count,
      }),
    ),
    verdict: z.enum(['too few', 'as usual', 'worse']),
    worse: z.array(z.enum(MEASURES)),
  })
  .meta({ description: 'With the runs of this feed before it, 30 at most' });

const Finding = z.strictObject({
  kind: z.enum(FINDINGS),
  count: z.number(),
  since: Instant.meta({ description: 'The first of the runs in a row that found it' }),
  asked: z.enum(ASKED),
});
export type Finding = z.infer<typeof Finding>;

export const QualityReport = z
  .strictObject({
    version: z.literal(REPORT_VERSION),
    run: z.string(),
    dataset: z.string(),
    feed: z.string(),
    trigger: z.string(),
    window: Window,
    reportedAt: Instant,
    simulated: z.boolean(),
    dry: z.boolean().meta({ description: 'Nothing was loaded: the counts say what would change' }),
    personal: z.boolean().meta({ description: 'About persons: then no value and no key stands in the report' }),
    grade: z.enum(GRADES),
    findings: z.array(Finding).meta({ description: 'The gravest first' }),
    rows: Rows,
    rejected: z
      .array(z.strictObject({ reason: z.string(), rows: Count, where: z.array(z.string()) }))
      .meta({ description: 'The most frequent reasons first, each with a few places' }),
    warnings: z.array(z.strictObject({ text: z.string(), times: Count })),
    cleanings: z.array(
      z.strictObject({
        rule: z.string(),
        column: z.string(),
        says: Text,
        rows: Count,
        first: z.array(z.strictObject({ where: z.string(), was: Value, became: Value })),
      }),
    ),
    completeness: Completeness.optional(),
    gaps: z.strictObject({ count: Count, first: z.array(Window.extend({ place: z.string() })) }),
    timeline: Timeline.optional(),
    anomalies: Anomalies,
    distributions: z.array(Distribution),
    freshness: z.array(Freshness),
    slices: z.array(Slice),
    seconds: z.strictObject({
      extract: z.number(),
      lake: z.number(),
      parse: z.number(),
      validate: z.number(),
      load: z.number(),
    }),
    measures: Measures,
    comparison: Comparison,
  })
  .meta({ description: 'What came of a run' });
export type QualityReport = z.infer<typeof QualityReport>;
