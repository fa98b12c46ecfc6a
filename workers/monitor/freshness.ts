// Which feeds are late: no run of theirs has succeeded, or nothing new has come, for longer than they promise. Pure; what the database knows and the clock are arguments.
import { type DatasetDefinition, type Feed, partOf } from '../../data/dataset.ts';
import { formatInstant, HOUR, type Instant, parseInstant } from '../../data/time.ts';

export interface FeedState {
  /** When it was first asked for. */
  readonly since: Instant;
  /** Up to when its runs have succeeded. Null before the first. */
  readonly succeededUntil: Instant | null;
  /** By part, among the places of the feed. Null where nobody may look. */
  readonly newest: Readonly<Record<string, string>> | null;
}

export interface LateFeed {
  readonly dataset: string;
  readonly feed: string;
  /** What is late: its runs, or a part of the facts of its places. */
  readonly late: 'runs' | `part ${string}`;
  /** Absent when there is none at all. */
  readonly newest?: string;
  readonly stale_after_hours: number;
}

/**
 * Both are needed: a source may answer forever with the same old facts, and a feed whose facts another one brings as well
 * is missed by nobody. A feed is given its first `staleAfter` from when it was first asked for.
 */
export function lateness(
  dataset: DatasetDefinition,
  { id: feed, columns, staleAfter }: Feed,
  { since, succeededUntil, newest }: FeedState,
  now: Instant,
): LateFeed[] {
  if (now - since <= staleAfter) return [];
  const isOld = (at: Instant | null): boolean => at === null || now - at > staleAfter;
  const late = (what: LateFeed['late'], at: string | undefined): LateFeed => ({
    dataset: dataset.id,
    feed,
    late: what,
    ...(at && { newest: at }),
    stale_after_hours: staleAfter / HOUR,
  });
  const runs = isOld(succeededUntil)
    ? [late('runs', succeededUntil === null ? undefined : formatInstant(succeededUntil))]
    : [];
  // Facts that come when they come are never late.
  if (dataset.grid === 'event' || dataset.grid === 'snapshot' || newest === null) return runs;
  const parts = new Set(columns.flatMap((column) => partOf(dataset, column) ?? []));
  const old = [...parts].filter((part) => isOld(parseInstant(newest[part] ?? '')));
  return [...runs, ...old.map((part) => late(`part ${part}`, newest[part]))];
}
