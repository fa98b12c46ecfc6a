// The window of a question: what was asked for, or what is usual for its grid; never inverted, never longer than a route can bear. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, type Duration, formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { instantParam } from './params.ts';
import { invalid } from './refuse.ts';

/** How much is shown when nothing is said: enough to see something of any grid. */
export function standardWindow({ grid }: Pick<DatasetDefinition, 'grid'>): Duration {
  if (grid === 'paris-month') return 366 * DAY;
  return typeof grid === 'number' && grid < DAY ? DAY : 31 * DAY;
}

/** None for snapshots: what they say holds until it changes. */
export function windowParams(definition: DatasetDefinition) {
  if (definition.timeColumn === undefined) return {};
  const days = standardWindow(definition) / DAY;
  return {
    from: instantParam({
      description: `Start of the window, in it. ${days === 1 ? 'One day' : `${days} days`} before \`to\` when absent`,
      example: '2026-11-19T00:00:00Z',
    }).optional(),
    to: instantParam({
      description: 'End of the window, not in it. Now when absent',
      example: '2026-11-20T00:00:00Z',
    }).optional(),
  };
}

/** As `windowParams` leave it: instants, or nothing. */
export type AskedWindow = Readonly<Record<string, unknown>>;

export function windowOf(
  asked: AskedWindow,
  { now, most, standard }: { readonly now: Instant; readonly most: Duration; readonly standard: Duration },
): Result<TimeWindow> {
  const [from, to] = [asked['from'], asked['to']].map((at) => (typeof at === 'number' ? at : undefined));
  const end = to ?? (from !== undefined && from >= now ? from + standard : now);
  const begin = from ?? end - standard;
  if (begin >= end) {
    return fail(
      invalid({
        pointer: '?to',
        detail: `got a window that ends ${formatInstant(end)}, want an end after ${formatInstant(begin)}`,
      }),
    );
  }
  if (end - begin > most) {
    const days = Math.ceil((end - begin) / DAY);
    return fail(invalid({ pointer: '?from', detail: `got a window of ${days} days, want ${most / DAY} at most` }));
  }
  return ok({ from: begin, to: end });
}
