// Which runs a tick asks for. Pure: what the database knows and the clock are arguments.
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { lastSlot, type Schedule } from '../../data/schedule.ts';
import { DAY, type Duration, HOUR, type Instant } from '../../data/time.ts';
import { longestRun } from './pieces.ts';
import { compact, type RunOrder } from './run-order.ts';

/** A run that this slot had before. */
export interface Attempt {
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed';
  readonly finishedAt: Instant | null;
}

export interface FeedState {
  readonly definition: DatasetDefinition;
  readonly feed: Feed;
  /** Up to where scheduled runs have succeeded. */
  readonly coveredUntil: Instant | null;
  /** Runs of the latest slot, oldest first. */
  readonly attempts: readonly Attempt[];
}

/**
 * Those that are ingested by schedule: all, or those that DATASETS names, separated by commas. What is derived from one that
 * is left out is left out as well. Throws where a name is nobody's: a mesh that quietly does nothing helps nobody.
 */
export function scheduledDatasets(
  all: readonly DatasetDefinition[],
  named: string | undefined,
): readonly DatasetDefinition[] {
  if (!named) return all;
  const ids = named.split(',').map((id) => id.trim());
  const known = new Map(all.map((definition) => [definition.id, definition]));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new Error(
      `DATASETS names ${unknown.map((id) => `"${id}"`).join(', ')}, want ids separated by commas, of: ${[...known.keys()].join(', ')}`,
    );
  const isScheduled = ({ id, derivedFrom = [] }: DatasetDefinition): boolean =>
    ids.includes(id) &&
    derivedFrom.every((name) => {
      const input = known.get(name);
      return input !== undefined && isScheduled(input);
    });
  return all.filter(isScheduled);
}

const MAX_ATTEMPTS = 4;
const RETRY_AFTER = HOUR;

/** Null when nothing is due. Not to be asked while another scheduled run of the feed is open: its windows would overlap. The id comes from the slot: ticks may repeat and overlap, and nothing doubles. */
export function dueRun(state: FeedState, now: Instant, requestId: string): RunOrder | null {
  const { definition, feed, coveredUntil, attempts } = state;
  const last = attempts.at(-1);
  if (last && (last.status !== 'failed' || attempts.length >= MAX_ATTEMPTS)) return null;
  if (last && now < (last.finishedAt ?? now) + RETRY_AFTER) return null;
  const slot = lastSlot(feed.schedule, now);
  const { window, firstWindow, ahead = 0 } = feed;
  // One run covers all that an outage left open, and looks as far back as corrections may come. What is longer than a run may be
  // goes on with the next slot: no first window is.
  const from = coveredUntil === null ? slot - firstWindow : Math.min(coveredUntil - ahead, slot) - window;
  return {
    id: slotRunId(definition.id, feed, slot, attempts.length + 1),
    dataset: definition.id,
    feed: feed.id,
    trigger: 'cron',
    requestId,
    from,
    to: Math.min(slot + ahead, from + longestRun(feed)),
  };
}

/** What comes more often is missed sooner; where two come equally often, the one with the shorter first window is there sooner. */
export const byUrgency = (a: Feed, b: Feed): number =>
  intervalOf(a.schedule) - intervalOf(b.schedule) || a.firstWindow - b.firstWindow;

function intervalOf(schedule: Schedule): Duration {
  if ('every' in schedule) return schedule.every;
  return 'dailyAt' in schedule ? DAY : 7 * DAY;
}

export function slotRunId(dataset: string, feed: Feed, slot: Instant, attempt: number): string {
  const id = `${dataset}-${feed.id}-${compact(slot)}`;
  return attempt === 1 ? id : `${id}-${attempt}`;
}

/** Ids under which the latest slot may have been tried. */
export function slotRunIds(definition: DatasetDefinition, feed: Feed, now: Instant): readonly string[] {
  const slot = lastSlot(feed.schedule, now);
  return Array.from({ length: MAX_ATTEMPTS }, (_, index) => slotRunId(definition.id, feed, slot, index + 1));
}
