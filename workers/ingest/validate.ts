// Chunks of parsed rows to chunks that may be loaded: values are cleaned, impossible ones become rejects, repeated keys are counted, gaps and anomalies are named.
import type { DatasetDefinition, Reject, Row } from '../../data/dataset.ts';
import { cleaningsAfterTreatment, isPersonal, keptReject } from '../../data/privacy.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { type Detected, detector } from './anomalies.ts';
import { MAX_CHUNK_ROWS } from './chunk.ts';
import { type Cleaned, cleaner } from './clean.ts';
import { type Distribution, distributions } from './distributions.ts';
import type { FeedOfLedger } from './expected.ts';
import { foreknowledge } from './foreknowledge.ts';
import { type Completeness, type Gap, type Ledger, ledger } from './ledger.ts';
import { placeNamer } from './place.ts';
import { type Reasons, reasonCounter } from './reasons.ts';
import { seenKeys } from './seen-keys.ts';
import type { usualBefore } from './usual.ts';
import { whereOf } from './where.ts';
import type { Stage, Work } from './work.ts';

export interface Validation {
  readonly rejects: number;
  readonly rejectObjects: number;
  readonly duplicates: number;
  readonly reasons: Reasons;
  readonly cleaned: readonly Cleaned[];
  readonly anomalies: Detected;
  readonly distributions: readonly Distribution[];
  /** Per chunk: as parsed, or as rewritten here because rows were cleaned or fell out. */
  readonly chunks: readonly Stage[];
  readonly completeness:
    | (Omit<Completeness, 'gaps'> & { readonly gapCount: number; readonly gaps: readonly Gap[] })
    | null;
}

const MAX_GAPS_NAMED = 50;

export async function validate({
  definition,
  feed,
  window,
  fetchedAt,
  work,
  chunkCount,
  parsedRejectObjects,
  usual,
}: {
  readonly definition: DatasetDefinition;
  readonly feed: FeedOfLedger;
  readonly window: TimeWindow;
  readonly fetchedAt: Instant;
  readonly work: Work;
  readonly chunkCount: number;
  readonly parsedRejectObjects: number;
  readonly usual: Awaited<ReturnType<typeof usualBefore>>;
}): Promise<Validation> {
  const check = checkRow(definition);
  const tooEarly = foreknowledge(definition, fetchedAt);
  const reasons = reasonCounter({ mayShow: !isPersonal(definition) });
  const placeOf = placeNamer(definition);
  const cleaning = cleaner(definition, cleaningsAfterTreatment(definition));
  const anomalies = detector({ definition, grid: feed.grid, ...usual });
  const distributed = distributions(definition);
  const keys = seenKeys({ rows: chunkCount * MAX_CHUNK_ROWS });
  // Rows that bring other columns are no duplicates of each other.
  const ledgers = new Map<string, Ledger>();
  const ledgerOf = (columns: readonly string[]): Ledger => {
    const label = columns.join();
    const kept = ledgers.get(label) ?? ledger(definition, feed, window, fetchedAt, { keys, label });
    ledgers.set(label, kept);
    return kept;
  };
  const chunks: Stage[] = [];
  let [rejects, rejectObjects, duplicates] = [0, 0, 0];

  for (let i = 0; i < parsedRejectObjects; i++) {
    for (const { reject } of (await work.rejects('parsed', i)).rejects) reasons.add(reject);
  }
  for (let index = 0; index < chunkCount; index++) {
    const { object, columns, rows } = await work.chunk('parsed', index);
    const seen = ledgerOf(columns);
    const kept: Row[] = [];
    const rejected: Reject[] = [];
    let isChanged = false;
    for (const [number, parsed] of rows.entries()) {
      const row = cleaning.clean(parsed);
      if (row !== parsed) isChanged = true;
      const reason = check(row) ?? tooEarly(row);
      if (reason !== null) {
        // As it was parsed: what a rule made of it is not what the source said.
        const fragment = JSON.stringify(parsed).slice(0, 300);
        // A key is a person, pseudonym or not.
        const where = isPersonal(definition) ? `chunk ${index + 1}, row ${number + 1}` : whereOf(definition, parsed);
        const kept = keptReject(definition, { reject: { where, reason, fragment } });
        rejected.push(kept);
        reasons.add(kept.reject);
        continue;
      }
      const place = placeOf(row);
      // Counted, never dropped: which of two rows counts is decided part by part, where they are loaded.
      if (!seen.see(row, place)) duplicates++;
      anomalies.see(row, place);
      distributed.see(row);
      kept.push(row);
    }
    if (rejected.length > 0) await work.saveRejects('checked', rejectObjects++, { object, rejects: rejected });
    rejects += rejected.length;
    if (rejected.length === 0 && !isChanged) chunks.push('parsed');
    else {
      await work.saveChunk('checked', index, { object, columns, rows: kept }, definition.key);
      chunks.push('checked');
    }
  }
  for (let pass = 1; pass < keys.passes(); pass++) {
    keys.begin(pass);
    for (const [index, stage] of chunks.entries()) {
      const { columns, rows } = await work.chunk(stage, index);
      const seen = ledgerOf(columns);
      for (const row of rows) if (!seen.seeAgain(row)) duplicates++;
    }
  }
  // No row at all is still a whole window missing.
  if (ledgers.size === 0) ledgerOf([]);
  return {
    rejects,
    rejectObjects,
    duplicates,
    reasons: reasons.top(),
    cleaned: cleaning.cleaned(),
    anomalies: anomalies.detected(),
    distributions: distributed.all(),
    chunks,
    completeness: named([...ledgers.values()]),
  };
}

function named(ledgers: readonly Ledger[]): Validation['completeness'] {
  // Only pushes bring several sets of columns, and nothing is expected of them.
  const whole = ledgers.length === 1 ? ledgers[0]!.completeness() : null;
  if (!whole) return null;
  return { ...whole, gapCount: whole.gaps.length, gaps: whole.gaps.slice(0, MAX_GAPS_NAMED) };
}
