// The window of a question: what was asked for, or the last day; never inverted, never longer than a route can bear. Pure.
import { DAY, type Duration, formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { instantParam } from './params.ts';
import { invalid } from './refuse.ts';

export const fromParam = instantParam({
  description: 'Start of the window, in it. One day before `to` when absent',
  example: '2026-11-19T00:00:00Z',
}).optional();
export const toParam = instantParam({
  description: 'End of the window, not in it. Now when absent',
  example: '2026-11-20T00:00:00Z',
}).optional();

export function windowOf(
  { from, to }: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  { now, most }: { readonly now: Instant; readonly most: Duration },
): Result<TimeWindow> {
  const end = to ?? (from !== undefined && from >= now ? from + DAY : now);
  const begin = from ?? end - DAY;
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
