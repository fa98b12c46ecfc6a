// Runs that somebody asks for: which window, which feeds, and what is refused.
import { DAY, formatInstant, type Instant, parseInstant, type TimeWindow } from '../../data/time.ts';
import type { CallContext, RunRequest, RunStarted } from '../mesh/contracts.ts';
import { type Failure, type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { datasetOf } from './catalogue.ts';
import { runWindows } from './pieces.ts';
import { compact, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { start } from './start.ts';

/** éCO2mix begins here, and no other source of ours goes further back. */
const EARLIEST: Instant = Date.UTC(2012, 0, 1);
const MAX_WINDOW = 20 * 366 * DAY;
/** Forecasts speak of the next days, never of the next months. */
const MAX_AHEAD = 31 * DAY;

export async function startAsked(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  request: RunRequest,
  { requestId }: CallContext,
): Promise<Result<RunStarted>> {
  const unique = crypto.randomUUID().slice(0, 8);
  const orders = askedRuns(request, { now: shell.clock(), requestId, unique });
  if (!orders.ok) return orders;
  for (const order of orders.value) await start(shell, workflow, order);
  return ok({ runs: orders.value.map(({ id }) => id) });
}

/** Pure: `unique` tells two requests for the same window apart. */
export function askedRuns(
  request: RunRequest,
  { now, requestId, unique }: { readonly now: Instant; readonly requestId: string; readonly unique: string },
): Result<readonly RunOrder[]> {
  const definition = datasetOf(request.dataset);
  if (!definition) return fail({ reason: 'not_found', what: 'dataset', id: request.dataset });
  const feeds =
    request.feed === undefined ? definition.feeds : definition.feeds.filter(({ id }) => id === request.feed);
  if (feeds.length === 0)
    return fail(
      invalid('/feed', `got ${request.feed}, want one of ${definition.feeds.map(({ id }) => id).join(', ')}`),
    );
  const window = windowOf(request, now);
  if (!window.ok) return window;
  return ok(
    feeds.flatMap((feed) =>
      runWindows(feed, window.value).map(({ from, to }) => ({
        id: `${definition.id}-${feed.id}-${compact(from)}-${unique}`,
        dataset: definition.id,
        feed: feed.id,
        trigger: 'request' as const,
        requestId,
        from,
        to,
      })),
    ),
  );
}

function windowOf(request: RunRequest, now: Instant): Result<TimeWindow> {
  const from = parseInstant(request.from);
  const to = parseInstant(request.to);
  if (from === null) return fail(invalid('/from', `got ${request.from}, want 2026-01-31T00:00:00Z`));
  if (to === null) return fail(invalid('/to', `got ${request.to}, want 2026-01-31T00:00:00Z`));
  if (from >= to) return fail(invalid('/to', `${request.to} is not after ${request.from}`));
  if (from < EARLIEST) return fail(invalid('/from', `got ${request.from}, want ${formatInstant(EARLIEST)} or later`));
  const latest = now + MAX_AHEAD;
  if (to > latest) return fail(invalid('/to', `got ${request.to}, want ${formatInstant(latest)} or earlier`));
  if (to - from > MAX_WINDOW) return fail(invalid('/to', 'the window is longer than 20 years'));
  return ok({ from, to });
}

function invalid(pointer: string, detail: string): Failure {
  const errors: readonly Fault[] = [{ pointer, detail }];
  return { reason: 'invalid', detail: `${pointer.slice(1)}: ${detail}`, errors };
}
