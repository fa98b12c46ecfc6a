// Past forecasts as they would have been: each slot of a window by the release that is live, from what was known at the slot. Publishes nothing, and nothing of what the release has learnt from.
import { stepsIn } from '../../data/grid.ts';
import { lastSlot, nextSlot } from '../../data/schedule.ts';
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Backfilled } from '../mesh/predictions.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { issue } from './issue.ts';
import { type LiveRelease, retryAfterSeconds } from './live-release.ts';
import type { Past } from './past.ts';
import type { StoredPrediction } from './unsaved.ts';

export interface BackfillMeans {
  readonly now: Instant;
  clock(): Instant;
  releaseOf(model: SeriesModel): Promise<LiveRelease>;
  /** Throws while Postgres is away. */
  pastOf(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past>;
  /** Slots of the window that have a forecast already. */
  issuedIn(model: SeriesModel, window: TimeWindow): Promise<ReadonlySet<Instant>>;
  /** All of an issue or nothing. How many were new. */
  save(predictions: readonly StoredPrediction[]): Promise<number>;
}

/** A request has ten seconds: what is left is asked for by the next. */
const ENOUGH_MS = 4_000;

export async function backfill(
  model: SeriesModel,
  { from, to }: TimeWindow,
  means: BackfillMeans,
): Promise<Result<Backfilled>> {
  const { horizon } = model;
  // The newest slot is the tick's: what it issues is published as well.
  const end = Math.min(to, lastSlot(horizon.issue, means.now));
  const live = await means.releaseOf(model);
  if ('refused' in live) {
    const detail = `The release of ${model.id} does not answer: ${live.refused}. Baselines alone are no past forecasts.`;
    return fail({
      reason: 'unavailable',
      dependency: `A release of ${model.id}`,
      detail,
      retryAfterSeconds: retryAfterSeconds(live),
    });
  }
  const stands = await means.issuedIn(model, { from, to: end });
  const done = { issued: 0, stood: 0, learnt: 0, unknown: 0, rows: 0 };
  const begun = means.clock();
  let slot = nextSlot(horizon.issue, from - 1);
  for (; slot < end && means.clock() - begun < ENOUGH_MS; slot = nextSlot(horizon.issue, slot)) {
    if (stands.has(slot)) {
      done.stood += 1;
      continue;
    }
    if (slot < live.learntUntil) {
      done.learnt += 1;
      continue;
    }
    const validAt = stepsIn(horizon.step, horizon.window(slot));
    const past = await means.pastOf(model, slot, validAt);
    const asked = { model, live, role: 'live' as const, past, issuedAt: slot, validAt, createdAt: means.now };
    const { predictions } = await issue(asked);
    if (predictions.length === 0) {
      done.unknown += 1;
      continue;
    }
    const rows = await means.save(predictions);
    done.rows += rows;
    // Somebody else may have asked for the same at the same time.
    if (rows > 0) done.issued += 1;
    else done.stood += 1;
  }
  return ok({ ...done, release: live.identity.id, ...(slot < end && { next: formatInstant(slot) }) });
}
