// What a release in the shadow would have forecast beside live: the same issues, the same steps, from the same past. Never published; its failure is its own.
import { DAY, formatInstant, type Instant } from '../../data/time.ts';
import type { PublishedIssue } from '../../db/queries/shadow.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Log } from '../mesh/log.ts';
import { issue } from './issue.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import type { StoredPrediction } from './unsaved.ts';

export interface ShadowMeans {
  readonly now: Instant;
  readonly log: Log;
  /** Null when there is none. */
  shadowOf(model: SeriesModel): Promise<string | null>;
  releaseById(model: SeriesModel, release: string): Promise<LiveRelease | null>;
  /** Issues that were published since and that this release has not made, oldest first. None while Postgres is away: a later tick makes up for it. */
  issuesWithout(model: SeriesModel, release: string, from: Instant, limit: number): Promise<readonly PublishedIssue[]>;
  /** Null while neither Postgres nor the lake can say. */
  pastOf(model: SeriesModel, issuedAt: Instant, validAt: readonly Instant[]): Promise<Past | null>;
  save(predictions: readonly StoredPrediction[]): Promise<boolean>;
}

/** A release that comes into the shadow has a week to be compared by, from the first hour on. */
const LOOKS_BACK = 7 * DAY;
/** A tick has other things to do. */
const ISSUES_A_TICK = 3;

export async function forecastInShadow(model: SeriesModel, means: ShadowMeans): Promise<void> {
  const release = await means.shadowOf(model);
  if (release === null) return;
  const shadow = await means.releaseById(model, release);
  if (!shadow || 'refused' in shadow) {
    const reason = shadow ? shadow.refused : 'it is not in the lake';
    means.log.error('shadow_refused', { model: model.id, release, reason });
    return;
  }
  for (const { issuedAt, validAt } of await means.issuesWithout(
    model,
    release,
    means.now - LOOKS_BACK,
    ISSUES_A_TICK,
  )) {
    const past = await means.pastOf(model, issuedAt, validAt);
    if (!past) return;
    const asked = { model, live: shadow, role: 'shadow' as const, past, issuedAt, validAt, createdAt: means.now };
    const { predictions } = await issue(asked);
    if (await means.save(predictions)) {
      const issued = formatInstant(issuedAt);
      means.log.info('forecast_in_shadow', { model: model.id, release, issued_at: issued, rows: predictions.length });
    }
  }
}
