// One verdict on a score of turbines' hours: how it ranks them, what it is like to be called by it, and its CARE score. The same for a model and for a rule of thumb.
import { aucOf, averagePrecisionOf } from '../evaluation/ranking.ts';
import { quantileOf } from '../quantile.ts';
import { type AlarmReport, alarmReport } from './alarms.ts';
import { careEventsOf } from './care-events.ts';
import { type CareScore, careScoreOf } from './care-score.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** Twelve hours, as the paper's 72 steps of ten minutes. */
export const CRITICALITY_HOURS = 12;

export interface DetectorVerdict extends AlarmReport, CareScore {
  /** Over the hours in which a turbine was not standing. */
  readonly auc: number;
  readonly averagePrecision: number;
  /** With an earliness that counts less from a quarter of the horizon on, as the package of the paper's authors has it by default. */
  readonly carePackage: number;
}

export interface ScoredHours {
  readonly hours: readonly TurbineHour[];
  /** One per hour; NaN where it has nothing to say. */
  readonly score: Float64Array;
}

export function judgeDetector(
  { hours, score }: ScoredHours,
  { threshold, horizonHours }: { readonly threshold: number; readonly horizonHours: number },
): DetectorVerdict {
  const said = score.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
  const running = Array.from(hours.keys()).filter((i) => !hours[i]!.standing);
  const ranked = Float64Array.from(running, (i) => said[i]!);
  const happened = Float64Array.from(running, (i) => Number(hours[i]!.hoursToFailure <= horizonHours));
  return {
    ...alarmReport(hours, said, { threshold, horizonHours }),
    ...careOf(hours, said, { threshold, horizonHours }),
    auc: aucOf(ranked, happened),
    averagePrecision: averagePrecisionOf(ranked, happened),
    carePackage: careOf(hours, said, { threshold, horizonHours, fullUntil: 0.25 }).care,
  };
}

/** Of forty high scores the one from which on a flag gives the best CARE score. Choose it on other turbines than those it is judged on. */
export function chooseThreshold({ hours, score }: ScoredHours, horizonHours: number): number {
  const known = score.filter(Number.isFinite);
  const [best] = Array.from({ length: 40 }, (_, i) => quantileOf(known, 0.9 + i * 0.0025))
    .map((threshold) => ({ threshold, care: careOf(hours, score, { threshold, horizonHours }).care }))
    .sort((a, b) => b.care - a.care);
  return best?.threshold ?? Number.NaN;
}

function careOf(
  hours: readonly TurbineHour[],
  score: Float64Array,
  {
    threshold,
    horizonHours,
    fullUntil = 0.5,
  }: { readonly threshold: number; readonly horizonHours: number; readonly fullUntil?: number },
): CareScore {
  const flagged = Array.from(score, (value) => value >= threshold);
  return careScoreOf(careEventsOf(hours, flagged, horizonHours), { criticality: CRITICALITY_HOURS, fullUntil });
}
