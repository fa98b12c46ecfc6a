// What the shadow and the canary would have forecast beside live: the same issues, the same steps, from the same past. Never published; their failure is their own.
import { DAY, formatInstant, type Instant } from '../../data/time.ts';
import type { IssuesAsked, PublishedIssue } from '../../db/queries/issues-without.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Log } from '../mesh/log.ts';
import type { Challenger } from './fleet.ts';
import { issue } from './issue.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import type { StoredPrediction } from './unsaved.ts';

export interface BesideMeans {
  readonly now: Instant;
  readonly log: Log;
  besideLive(model: SeriesModel): Promise<readonly Challenger[]>;
  releaseById(model: SeriesModel, release: string): Promise<LiveRelease | null>;
  /** Of each challenger of each model the issues that gave no row, and when they were tried. Lives as long as its isolate. */
  readonly fruitless: Map<string, Map<Instant, Instant>>;
  /** Issues that were published since and that this release has not made, oldest first. None while Postgres is away: a later tick makes up for it. */
  issuesWithout(asked: IssuesAsked): Promise<readonly PublishedIssue[]>;
  /** Only what had come to us when live computed the issue. Null while Postgres is away. */
  pastOf(model: SeriesModel, issue: PublishedIssue): Promise<Past | null>;
  /** False while Postgres is away. */
  save(predictions: readonly StoredPrediction[]): Promise<boolean>;
}

/** A release that comes into the shadow has a week to be compared by, from the first hour on. */
const LOOKS_BACK = 7 * DAY;
/** A tick has other things to do. */
const ISSUES_A_TICK = 3;
/** So often an issue is tried again that gave no row or could not be made: meanwhile the later ones have their turn. */
const TRIED_AGAIN_AFTER = DAY;

export async function forecastBesideLive(model: SeriesModel, means: BesideMeans): Promise<void> {
  for (const challenger of await means.besideLive(model)) await forecastAs(challenger, model, means);
}

async function forecastAs({ role, release }: Challenger, model: SeriesModel, means: BesideMeans): Promise<void> {
  const live = await means.releaseById(model, release);
  if (!live || 'refused' in live) {
    const reason = live ? live.refused : 'it is not in the lake';
    means.log.error('challenger_refused', { model: model.id, role, release, reason });
    return;
  }
  // Of days that it has learnt from, its errors are no measure of it.
  const since = Math.max(means.now - LOOKS_BACK, live.learntUntil);
  const fruitless = fruitlessOf(means, `${model.id}|${release}`);
  const asked = { model: model.id, release, from: since, limit: ISSUES_A_TICK, except: [...fruitless.keys()] };
  for (const published of await means.issuesWithout(asked)) {
    const { issuedAt, validAt } = published;
    fruitless.set(issuedAt, means.now);
    const past = await means.pastOf(model, published);
    if (!past) {
      fruitless.delete(issuedAt);
      return;
    }
    const { predictions } = await issue({ model, live, role, past, issuedAt, validAt, createdAt: means.now });
    const isSaved = await means.save(predictions);
    if (!isSaved || predictions.length > 0) fruitless.delete(issuedAt);
    if (isSaved) {
      const issued = formatInstant(issuedAt);
      means.log.info('forecast_beside_live', {
        model: model.id,
        role,
        release,
        issued_at: issued,
        rows: predictions.length,
      });
    }
  }
}

function fruitlessOf({ fruitless, now }: BesideMeans, challenger: string): Map<Instant, Instant> {
  const tried = [...(fruitless.get(challenger) ?? [])].filter(([, at]) => now - at < TRIED_AGAIN_AFTER);
  const kept = new Map(tried);
  fruitless.set(challenger, kept);
  return kept;
}
