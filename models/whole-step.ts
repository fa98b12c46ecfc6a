// The value of one step of a model's horizon: a mean over all of it. Never of a part of an hour: half an hour is not the hour.
import { nextStep, type Step } from '../data/grid.ts';
import { HOUR, type Instant } from '../data/time.ts';
import { wholeHour } from './features/whole-hour.ts';
import type { History } from './history.ts';

/** NaN where nothing is known, and where a step of the series is missing from the hour. */
export function wholeStep<S extends string>(
  of: { readonly history: History<S>; readonly series: S; readonly entity: string },
  step: Step,
  from: Instant,
): number {
  const length = nextStep(step, from) - from;
  return length === HOUR ? wholeHour(of, from) : of.history.mean(of.series, of.entity, from, length);
}
