// Runs that somebody asks for: which window, which feeds, and what is refused.
import { type DatasetDefinition, earliestOf, type Feed } from '../../data/dataset.ts';
import { DAY, floorTo, formatInstant, HOUR, type Instant, parseInstant, type TimeWindow } from '../../data/time.ts';
import { createRuns, type NewRun } from '../../db/queries/runs.ts';
import type { CallContext, RunRequest, RunStarted } from '../mesh/contracts.ts';
import { type Failure, type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { datasetOf } from './catalogue.ts';
import { inOrder } from './in-order.ts';
import { runWindows } from './pieces.ts';
import { compact, REPLAY_FEED, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { begin } from './start.ts';

/** Of one request: more of them would be days of work that nobody meant. */
const MAX_RUNS = 500;
const BEGUN_AT_ONCE = 8;

export async function startAsked(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  request: RunRequest,
  { requestId }: CallContext,
): Promise<Result<RunStarted>> {
  const now = shell.clock();
  const unique = crypto.randomUUID().slice(0, 8);
  const orders = askedRuns(request, { now, requestId, unique });
  if (!orders.ok) return orders;
  // All of them or none: what is answered with 503 has started nothing.
  const created = await createRuns(
    shell.db,
    orders.value.map((order): NewRun => ({ ...order, createdAt: now })),
  );
  if (created.size === 0)
    return fail({
      reason: 'conflict',
      detail: `${request.dataset} is being replayed already: wait until that has ended`,
    });
  await inOrder(orders.value, BEGUN_AT_ONCE, async (order) => {
    try {
      await begin(shell, workflow, order);
    } catch (error) {
      // It is asked for all the same: the tick begins what nobody has begun.
      shell.log.warn('run waits for the tick', { run: order.id, error });
    }
  });
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
  const window = windowOf(request, definition, feeds, now);
  if (!window.ok) return window;
  const shared = { dataset: definition.id, requestId, dry: request.dry ?? false };
  if (request.replay) {
    if (request.feed !== undefined) return fail(invalid('/feed', 'a replay is of all feeds: leave this out'));
    const id = `${definition.id}-${REPLAY_FEED}-${compact(window.value.from)}-${unique}`;
    return ok([{ ...shared, id, feed: REPLAY_FEED, trigger: 'replay', ...window.value }]);
  }
  const orders = withinReach(request, feeds, window.value, now).flatMap(({ feed, asked }) =>
    runWindows(feed, asked).map(({ from, to }) => ({
      ...shared,
      id: `${definition.id}-${feed.id}-${compact(from)}-${unique}`,
      feed: feed.id,
      trigger: 'request' as const,
      from,
      to,
    })),
  );
  if (orders.length > MAX_RUNS)
    return fail(invalid('/to', `the window makes ${orders.length} runs, want ${MAX_RUNS} at most: ask in pieces`));
  return ok(orders);
}

interface AskedOf {
  readonly feed: Feed;
  readonly asked: TimeWindow;
}

/** Who names a feed means it. Otherwise each is asked for what its sources still have, and all of them where none has any. */
function withinReach(
  { feed: named }: RunRequest,
  feeds: readonly Feed[],
  window: TimeWindow,
  now: Instant,
): readonly AskedOf[] {
  const whole = feeds.map((feed) => ({ feed, asked: window }));
  if (named !== undefined) return whole;
  const clipped = whole.flatMap(({ feed }): readonly AskedOf[] => {
    const since = feed.reachesBack === undefined ? window.from : floorTo(HOUR, now - feed.reachesBack) + HOUR;
    return since < window.to ? [{ feed, asked: { from: Math.max(window.from, since), to: window.to } }] : [];
  });
  return clipped.length > 0 ? clipped : whole;
}

function windowOf(
  request: RunRequest,
  definition: DatasetDefinition,
  feeds: readonly Feed[],
  now: Instant,
): Result<TimeWindow> {
  const earliest = earliestOf(definition);
  const from = parseInstant(request.from);
  const to = parseInstant(request.to);
  if (from === null) return fail(invalid('/from', `got ${request.from}, want 2026-01-31T00:00:00Z`));
  if (to === null) return fail(invalid('/to', `got ${request.to}, want 2026-01-31T00:00:00Z`));
  if (from >= to) return fail(invalid('/to', `${request.to} is not after ${request.from}`));
  if (from < earliest) return fail(invalid('/from', `got ${request.from}, want ${formatInstant(earliest)} or later`));
  // As far as some feed looks by itself; and to the end of the day, which people ask for.
  const latest = now + Math.max(DAY, ...feeds.map(({ ahead = 0 }) => ahead));
  if (to > latest) return fail(invalid('/to', `got ${request.to}, want ${formatInstant(latest)} or earlier`));
  return ok({ from, to });
}

function invalid(pointer: string, detail: string): Failure {
  const errors: readonly Fault[] = [{ pointer, detail }];
  return { reason: 'invalid', detail: `${pointer.slice(1)}: ${detail}`, errors };
}
