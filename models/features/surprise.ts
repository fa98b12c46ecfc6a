// How far the load of the last seven days was from that of a week before each, once the weather that was foreseen is allowed for. What bounds are measured in: it grows with unruly times and with wrong forecasts of the weather alike.
import { DAY, HOUR, type Instant, parisDay } from '../../data/time.ts';
import type { History } from '../history.ts';
import { type ForecastDay, forecastDays, type TemperatureInput } from './forecast-days.ts';
import { dayKind } from './like-days.ts';
import { rememberPerHistory } from './remembered.ts';
import { type Asked, hourMean } from './whole-hour.ts';

export const SURPRISE = ['surprise_1w'] as const;
type Surprise = Record<(typeof SURPRISE)[number], number>;

/** Of the load, per degree: what France heats and cools, roughly. */
const HEATING = { belowCelsius: 15, share: 0.027 };
const COOLING = { aboveCelsius: 21, share: 0.012 };
/** Walls remember the two days before. */
const MEMORY = [0.5, 0.3, 0.2] as const;
const HOURS = 24;
/** Fewer known hours are no day. */
const ENOUGH = 20;
const WEEK = 7;

export interface AskedSurprise<L extends string> {
  readonly history: History<L | TemperatureInput>;
  readonly load: L;
  readonly entity: string;
  readonly issuedAt: Instant;
}

const remember = rememberPerHistory<number>();

/** A share of the load, and so without unit; NaN where no day of the week can be compared. */
export const surpriseOf = <L extends string>(asked: AskedSurprise<L>): Surprise => ({
  surprise_1w: remember(asked.history, `${asked.load} ${asked.entity} ${asked.issuedAt}`, () => {
    const { history, entity, issuedAt } = asked;
    const load: Asked<L> = { history, series: asked.load, entity, issuedAt };
    const weather = forecastDays(history, entity, issuedAt);
    const days = Array.from({ length: WEEK }, (_, i) => i + 1);
    return meanOfKnown(days.map((before) => offOn(load, weather, before)));
  }),
});

/** Of the day so many days before the issue; NaN where people lived otherwise a week before it. */
function offOn<L extends string>(load: Asked<L>, weather: readonly ForecastDay[], before: number): number {
  const day = parisDay(load.issuedAt, -before);
  const older = parisDay(load.issuedAt, -before - WEEK);
  if (dayKind(day.from) !== dayKind(older.from)) return Number.NaN;
  if (day.to - day.from !== DAY || older.to - older.from !== DAY) return Number.NaN;
  const expected = 1 + weatherShare(weather, before) - weatherShare(weather, before + WEEK);
  const off = Array.from({ length: HOURS }, (_, hour) => {
    const ratio = hourMean(load, day.from + hour * HOUR) / hourMean(load, older.from + hour * HOUR);
    return Math.abs(ratio - expected);
  });
  return off.filter((one) => !Number.isNaN(one)).length < ENOUGH ? Number.NaN : meanOfKnown(off);
}

/** What heating and cooling take of the load on that day. */
function weatherShare(weather: readonly ForecastDay[], before: number): number {
  const felt = MEMORY.reduce((sum, share, i) => sum + share * weather[before + i]!.mean, 0);
  return (
    HEATING.share * Math.max(0, HEATING.belowCelsius - felt) + COOLING.share * Math.max(0, felt - COOLING.aboveCelsius)
  );
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
