// The forecast of one series model at a cron tick: decides what is due, issues it once, stores it when Postgres is there. Safe to repeat.
import { stepsIn } from '../../data/grid.ts';
import { lastSlot } from '../../data/schedule.ts';
import { floorTo, formatInstant, type Instant, MINUTE } from '../../data/time.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { PredictedRow } from '../mesh/contracts.ts';
import type { Log } from '../mesh/log.ts';
import { issue } from './issue.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import { clearPublished, isWhole, type Published, publish, readPublished } from './published.ts';
import { type StoredPrediction, setAside, type Unsaved, unsavedOf } from './unsaved.ts';

export interface Press {
  readonly now: Instant;
  readonly lake: R2Bucket;
  readonly log: Log;
  releaseOf(model: SeriesModel): Promise<LiveRelease>;
  /** Null while neither Postgres nor the lake can say. */
  pastOf(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past | null>;
  /** The newest issue in Postgres; `away` while it cannot be asked. */
  latestIssue(model: SeriesModel): Promise<Instant | null | 'away'>;
  /** False while Postgres is away. Storing again changes nothing. */
  save(predictions: readonly StoredPrediction[]): Promise<boolean>;
}

export async function forecast(model: SeriesModel, press: Press): Promise<void> {
  let published = await standing(press, model);
  // A tick may have ended before it published what it had set aside: that is what the slot says, and no other.
  for (const unsaved of await unsavedOf(press.lake, model.id, press.log)) {
    if (await announce(press, model, unsaved, published)) published = await standing(press, model);
    await store(press, unsaved);
  }
  const live = await press.releaseOf(model);
  const due = await dueIssue(model, press, published, live);
  if (!due) return;
  const { slot, issuedAt, isAnothers } = due;
  const { from, to } = model.horizon.window(slot);
  const validAt = stepsIn(model.horizon.step, model.horizon.window(issuedAt)).filter((at) => from <= at && at < to);
  const past = await press.pastOf(model, issuedAt, validAt);
  if (!past) {
    press.log.warn('forecast_without_past', { model: model.id, issued_at: formatInstant(issuedAt) });
    return;
  }
  const asked = { model, live, role: 'live' as const, past, issuedAt, validAt, createdAt: press.now };
  const { predictions, lost } = await issue(asked);
  if (lost) press.log.warn('forecast_incomplete', { model: model.id, rows_lost: lost.rows, reason: lost.reason });
  if (predictions.length === 0) return;
  if (published && issuedAt !== slot && !isAnothers && !isBetter(predictions, published)) return;
  const unsaved = await setAside(press.lake, model.id, issuedAt, predictions);
  await announce(press, model, unsaved, published);
  await store(press, unsaved);
}

async function standing({ lake, log }: Press, { id }: SeriesModel): Promise<Published | null> {
  const published = await readPublished(lake, id);
  if (published !== 'unreadable') return published;
  log.error('published_not_readable', { model: id });
  await clearPublished(lake, id);
  return null;
}

/** Null when the forecast of the last slot stands here and in Postgres, from the release that is live, which lacked nothing. */
async function dueIssue(model: SeriesModel, press: Press, published: Published | null, live: LiveRelease) {
  const slot = lastSlot(model.horizon.issue, press.now);
  const isAnothers = published !== null && 'graph' in live && published.release !== live.identity.id;
  if (!published || published.issuedAt < slot) return { slot, issuedAt: slot, isAnothers };
  const stored = await press.latestIssue(model);
  if (stored !== 'away' && (stored === null || stored < slot)) return { slot, issuedAt: slot, isAnothers };
  const isWanted = isAnothers || published.wholeRows < published.rows;
  if (!isWanted) return null;
  const issuedAt = lateIssue(model, slot, press.now);
  return issuedAt > published.issuedAt ? { slot, issuedAt, isAnothers } : null;
}

/**
 * The latest minute whose forecast still speaks of what the one of the slot does: after midnight, tomorrow is another day.
 * Not the millisecond: two ticks at once issue the same forecast.
 */
function lateIssue({ horizon }: SeriesModel, slot: Instant, now: Instant): Instant {
  const { from, to } = horizon.window(slot);
  for (let at = floorTo(MINUTE, now); at > slot; at -= MINUTE) {
    const window = horizon.window(at);
    if (window.from < to && window.to > from) return at;
  }
  return slot;
}

/** What was served stays as it was stored: data that came late makes a second issue, and only where it helps. */
function isBetter(answers: readonly StoredPrediction[], published: Published): boolean {
  const fromModel = answers.filter(({ source }) => source === 'model');
  const whole = fromModel.filter(isWhole).length;
  if (whole === answers.length) return true;
  return fromModel.length === published.modelRows
    ? whole > published.wholeRows
    : fromModel.length > published.modelRows;
}

/** False when nothing was published: it stands already, something newer does, or another tick was first. */
async function announce(
  { lake, log, now }: Press,
  { id }: SeriesModel,
  { predictions }: Unsaved,
  before: Published | null,
): Promise<boolean> {
  const [first] = predictions;
  if (!first || (before && (before.issuedAt > first.issuedAt || before.firstId === first.id))) return false;
  const prediction = {
    model: id,
    release: first.release,
    issued_at: formatInstant(first.issuedAt),
    published_at: formatInstant(now),
    simulated: first.simulated,
    rows: predictions.map(rowOf),
  };
  const isFirst = await publish(lake, prediction, before);
  const baselineRows = predictions.filter(({ source }) => source === 'baseline').length;
  const fields = { model: id, release: first.release, issued_at: prediction.issued_at, rows: predictions.length };
  if (isFirst) log.info('forecast_published', { ...fields, baseline_rows: baselineRows, reason: first.reason });
  return isFirst;
}

async function store({ save, lake, log }: Press, { key, predictions }: Unsaved): Promise<void> {
  try {
    if (await save(predictions)) await lake.delete(key);
    else log.warn('forecast_not_stored', { key, reason: 'Postgres is away, the next tick tries again' });
  } catch (error) {
    // What Postgres refuses holds up no other forecast.
    log.error('forecast_not_stored', { key, error });
  }
}

const rowOf = ({ id, entity, validAt, source, reason, values }: StoredPrediction): PredictedRow => ({
  id,
  entity,
  valid_at: formatInstant(validAt),
  source,
  ...(reason !== null && { reason }),
  values,
});
