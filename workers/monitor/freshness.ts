// Which feeds are late: what they bring is older than they promise. Pure; the newest facts and the clock are arguments.
import { type DatasetDefinition, partOf } from '../../data/dataset.ts';
import { HOUR, type Instant, parseInstant } from '../../data/time.ts';

export interface LateFeed {
  readonly dataset: string;
  readonly feed: string;
  readonly part: string;
  /** Absent when there is no fact at all. */
  readonly newest?: string;
  readonly stale_after_hours: number;
}

/** `newest` by part, as Postgres has it. Facts that come when they come are never late. */
export function lateFeeds(
  dataset: DatasetDefinition,
  newest: Readonly<Record<string, string>>,
  now: Instant,
): LateFeed[] {
  if (dataset.grid === 'event') return [];
  return dataset.feeds.flatMap(({ id: feed, columns, staleAfter }) => {
    const parts = new Set(columns.flatMap((column) => partOf(dataset, column) ?? []));
    const late = [...parts].filter((part) => {
      const at = parseInstant(newest[part] ?? '');
      return at === null || now - at > staleAfter;
    });
    return late.map((part) => ({
      dataset: dataset.id,
      feed,
      part,
      ...(newest[part] && { newest: newest[part] }),
      stale_after_hours: staleAfter / HOUR,
    }));
  });
}
