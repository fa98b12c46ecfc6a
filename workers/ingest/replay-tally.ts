// What a replay counts on its way, and how that reads in the report of its run. Pure.
import type { Settlement } from '../../db/queries/replays.ts';
import type { ReasonCount, Reasons } from './reasons.ts';
import { REPLAY_FEED } from './run-order.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import type { Validation } from './validate.ts';

export interface Tally {
  /** Those whose rows were taken. */
  readonly objects: number;
  readonly rows: number;
  /** By parsing. */
  readonly rejects: number;
  /** By checking. */
  readonly refused: number;
  readonly duplicates: number;
  readonly reasons: Reasons;
  /** Text to how many times. */
  readonly warnings: Readonly<Record<string, number>>;
}

export const NOTHING_BUILT: Tally = {
  objects: 0,
  rows: 0,
  rejects: 0,
  refused: 0,
  duplicates: 0,
  reasons: {},
  warnings: {},
};

/** Steps hand their tally on: of a thousand objects with a fault of their own each, the first are enough. */
const MAX_KINDS = 50;
const MAX_EXAMPLES = 3;

export function together(a: Tally, b: Tally): Tally {
  const reasons = new Map<string, ReasonCount>(Object.entries(a.reasons));
  for (const [reason, { rows, where }] of Object.entries(b.reasons)) {
    const before = reasons.get(reason) ?? { rows: 0, where: [] };
    reasons.set(reason, { rows: before.rows + rows, where: [...before.where, ...where].slice(0, MAX_EXAMPLES) });
  }
  const warnings = new Map(Object.entries(a.warnings));
  for (const [text, times] of Object.entries(b.warnings)) warnings.set(text, (warnings.get(text) ?? 0) + times);
  return {
    objects: a.objects + b.objects,
    rows: a.rows + b.rows,
    rejects: a.rejects + b.rejects,
    refused: a.refused + b.refused,
    duplicates: a.duplicates + b.duplicates,
    reasons: Object.fromEntries([...reasons].slice(0, MAX_KINDS)),
    warnings: Object.fromEntries([...warnings].slice(0, MAX_KINDS)),
  };
}

export function loadedOf(tally: Tally, settled: Settlement): NonNullable<SliceOutcome['loaded']> {
  const { rows, rejects, refused, duplicates, reasons } = tally;
  const { inserted, updated, unchanged } = settled;
  return {
    source: REPLAY_FEED,
    lakeKeys: [],
    rows,
    rejects,
    // First: a report names a bounded number of them.
    warnings: { ...saidOf(settled), ...tally.warnings },
    validation: { ...NOTHING_JUDGED, rejects: refused, duplicates, reasons },
    counts: { inserted, updated, unchanged, outranked: 0 },
  };
}

/**
 * What the counts of rows do not tell, in words. A replay takes answers in the order of their fetching; where two feeds were asked at once,
 * the later one may have been loaded first.
 */
function saidOf({ removed, restamped, revisions }: Settlement): Readonly<Record<string, number>> {
  const said: [string, number][] = [
    ['rows that no raw object gives were removed', removed],
    ['rows with the values they had, but another known_at or raw object: their loads overtook one another', restamped],
    ['earlier versions of rows were added, mended or removed', revisions],
  ];
  return Object.fromEntries(said.filter(([, times]) => times > 0));
}

/** Anomalies, cleanings and what is missing were judged when it came. */
const NOTHING_JUDGED: Validation = {
  rejects: 0,
  rejectObjects: 0,
  duplicates: 0,
  reasons: {},
  cleaned: [],
  anomalies: { rules: [], first: [], outOfOrder: 0 },
  distributions: [],
  chunks: [],
  completeness: null,
};
