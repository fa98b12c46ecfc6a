// What a forecast is judged beside: the newest day that was whole when it was issued, the same weekday before it, and what somebody published. Never sees what was not known yet.
import { stepsIn } from '../data/grid.ts';
import { DAY, type Instant, parisDay } from '../data/time.ts';
import { sameHourDaysBefore } from './features/same-hour.ts';
import type { History } from './history.ts';
import type { SeriesModel } from './model.ts';
import type { SeriesRef } from './series.ts';
import { wholeStep } from './whole-step.ts';

/** Forecasts that others publish of a series: to compare with, whether or not a model looks at them. */
export const PUBLISHED: Readonly<Partial<Record<SeriesRef, SeriesRef>>> = {
  'consumption/load_mw': 'consumption/rte_day_ahead_mw',
};

/** How far rivals look back: gas is known three weeks late. */
export const LOOK_BACK_DAYS = 63;

interface Asked {
  readonly model: SeriesModel;
  readonly history: History;
  readonly entity: string;
  readonly issuedAt: Instant;
}

/** How many days before the issue the newest day lies of which every step was known; undefined where none is near. */
export function newestWholeDay({ model, history, entity, issuedAt }: Asked): number | undefined {
  const { target, horizon } = model;
  for (let back = 1; back <= LOOK_BACK_DAYS; back++) {
    const steps = stepsIn(horizon.step, parisDay(issuedAt, -back));
    if (steps.every((at) => !Number.isNaN(wholeStep({ history, series: target, entity }, horizon.step, at))))
      return back;
  }
  return undefined;
}

/** The same hour of that day. */
export function persistence(asked: Asked, validAt: Instant, wholeDay: number | undefined): number {
  if (wholeDay === undefined) return Number.NaN;
  const day = parisDay(asked.issuedAt, -wholeDay);
  return hourBefore(asked, validAt, Math.round((parisDay(validAt).from - day.from) / DAY));
}

/** The same hour a week before, or two where that was not known yet, and so on. */
export function lastWeek(asked: Asked, validAt: Instant): number {
  for (let days = 7; days <= LOOK_BACK_DAYS; days += 7) {
    const value = hourBefore(asked, validAt, days);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

function hourBefore({ model, history, entity }: Asked, validAt: Instant, days: number): number {
  const { target, horizon } = model;
  return wholeStep({ history, series: target, entity }, horizon.step, sameHourDaysBefore(validAt, days));
}
