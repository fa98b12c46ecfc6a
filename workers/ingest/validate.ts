// Chunks of parsed rows to chunks that may be loaded: impossible values become rejects, repeated keys are counted, gaps are named.
import type { DatasetDefinition, Reject, Row } from '../../data/dataset.ts';
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { foreknowledge } from './foreknowledge.ts';
import { type Completeness, type FeedOfLedger, type Gap, type Ledger, ledger } from './ledger.ts';
import type { Stage, Work } from './work.ts';

export interface Validation {
  readonly rejects: number;
  readonly rejectObjects: number;
  readonly duplicates: number;
  /** Reason without its values, to how many rows. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Per chunk: as parsed, or as rewritten here because rows fell out. */
  readonly chunks: readonly Stage[];
  readonly completeness:
    | (Omit<Completeness, 'gaps'> & { readonly gapCount: number; readonly gaps: readonly Gap[] })
    | null;
}

const MAX_GAPS_NAMED = 50;
const MAX_REASONS = 50;

export async function validate({
  definition,
  feed,
  window,
  fetchedAt,
  work,
  chunkCount,
  parsedRejectObjects,
}: {
  readonly definition: DatasetDefinition;
  readonly feed: FeedOfLedger;
  readonly window: TimeWindow;
  readonly fetchedAt: Instant;
  readonly work: Work;
  readonly chunkCount: number;
  readonly parsedRejectObjects: number;
}): Promise<Validation> {
  const check = checkRow(definition);
  const tooEarly = foreknowledge(definition, fetchedAt);
  const reasons = reasonCounter();
  // Rows that bring other columns are no duplicates of each other.
  const ledgers = new Map<string, Ledger>();
  const chunks: Stage[] = [];
  let [rejects, rejectObjects, duplicates] = [0, 0, 0];

  for (let i = 0; i < parsedRejectObjects; i++) {
    for (const { reject } of (await work.rejects('parsed', i)).rejects) reasons.add(reject.reason);
  }
  for (let index = 0; index < chunkCount; index++) {
    const { object, columns, rows } = await work.chunk('parsed', index);
    const signature = columns.join();
    const seen = ledgers.get(signature) ?? ledger(definition, feed, window, fetchedAt);
    ledgers.set(signature, seen);
    const kept: Row[] = [];
    const rejected: Reject[] = [];
    for (const row of rows) {
      const reason = check(row) ?? tooEarly(row);
      if (reason !== null) {
        rejected.push({
          reject: { where: whereOf(definition, row), reason, fragment: JSON.stringify(row).slice(0, 300) },
        });
        reasons.add(reason);
        continue;
      }
      // Counted, never dropped: which of two rows counts is decided part by part, where they are loaded.
      if (!seen.see(row)) duplicates++;
      kept.push(row);
    }
    if (rejected.length > 0) await work.saveRejects('checked', rejectObjects++, { object, rejects: rejected });
    rejects += rejected.length;
    if (rejected.length === 0) chunks.push('parsed');
    else {
      await work.saveChunk('checked', index, { object, columns, rows: kept }, definition.key);
      chunks.push('checked');
    }
  }
  // No row at all is still a whole window missing.
  if (ledgers.size === 0) ledgers.set('', ledger(definition, feed, window, fetchedAt));
  return {
    rejects,
    rejectObjects,
    duplicates,
    reasons: reasons.top(),
    chunks,
    completeness: named([...ledgers.values()]),
  };
}

/** `FR-BRE 2026-01-31T12:00:00Z`: enough to find the row again in the raw object. */
function whereOf({ key, timeColumn }: DatasetDefinition, row: Row): string {
  return key
    .map((column) => {
      const value = row[column];
      const isInstant = column === timeColumn && typeof value === 'number' && Math.abs(value) <= 8.64e15;
      return isInstant ? formatInstant(value) : String(value);
    })
    .join(' ')
    .slice(0, 200);
}

function named(ledgers: readonly Ledger[]): Validation['completeness'] {
  // Only pushes bring several sets of columns, and nothing is expected of them.
  const whole = ledgers.length === 1 ? ledgers[0]!.completeness() : null;
  if (!whole) return null;
  return { ...whole, gapCount: whole.gaps.length, gaps: whole.gaps.slice(0, MAX_GAPS_NAMED) };
}

/** Counts by what is wrong, not by the value that was: "load_mw: got 999999, want …" is one reason with its siblings. */
function reasonCounter() {
  const counts = new Map<string, number>();
  return {
    add(reason: string): void {
      const kind = reason.replace(/got .*?(?=, want|$)/, 'got another value').slice(0, 200);
      if (!counts.has(kind) && counts.size >= MAX_REASONS) return;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },
    top: () => Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)),
  };
}
