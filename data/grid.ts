// The steps on which facts are expected: a fixed length, or the days and months of Paris, which have no fixed length. Pure.
import {
  type Duration,
  floorTo,
  HOUR,
  type Instant,
  instantsAtParis,
  instantsIn,
  parisClock,
  parisDay,
  type TimeWindow,
} from './time.ts';

export type Step = Duration | 'paris-day' | 'paris-month';

/** Every step that begins inside the window. */
export function stepsIn(step: Step, window: TimeWindow): Instant[] {
  if (typeof step === 'number') return instantsIn(window, step);
  const out: Instant[] = [];
  for (let at = firstStep(step, window.from); at < window.to; at = stepAfter(step, at)) out.push(at);
  return out;
}

/** The step that an instant lies in. */
export function stepOf(step: Step, at: Instant): Instant {
  if (typeof step === 'number') return floorTo(step, at);
  if (step === 'paris-day') return parisDay(at).from;
  const { year, month } = parisClock(at);
  return monthOf(year, month);
}

/** Where the step that begins here ends. */
export function nextStep(step: Step, at: Instant): Instant {
  return typeof step === 'number' ? at + step : stepAfter(step, at);
}

/** Whether a fact may stand there. Steps longer than an hour are counted from where their source begins them. */
export const isOnGrid = (step: Step, at: Instant): boolean =>
  typeof step === 'number' ? step > HOUR || at % step === 0 : stepOf(step, at) === at;

/** For people: what an instant on this grid is. */
export function gridInWords(step: Step): string {
  if (step === 'paris-day') return ' at midnight in Paris';
  if (step === 'paris-month') return ' at the first midnight of a month in Paris';
  return step <= HOUR ? ` on a step of ${step / 60_000} minutes` : '';
}

function firstStep(step: Exclude<Step, Duration>, from: Instant): Instant {
  const here = stepOf(step, from);
  return here >= from ? here : stepAfter(step, here);
}

function stepAfter(step: Exclude<Step, Duration>, at: Instant): Instant {
  if (step === 'paris-day') return parisDay(at).to;
  const { year, month } = parisClock(at);
  return month === 12 ? monthOf(year + 1, 1) : monthOf(year, month + 1);
}

/** Paris never skips or repeats midnight. */
const monthOf = (year: number, month: number): Instant => instantsAtParis({ year, month, day: 1 })[0]!;
