// What a day would take at a temperature, after the days before it: a base, so much per degree of cold, and what weekends take off. Least squares, nothing else.
import { type Instant, parisClock } from '../../data/time.ts';
import type { History } from '../history.ts';
import { isHoliday } from './french-holidays.ts';
import { sameHourDaysBefore } from './same-hour.ts';

/** Buildings are warm to the end of the days before: their walls remember the last two. */
const MEMORY = [0.6, 0.25, 0.15];
/** Above it nobody heats. */
const HEATING_BELOW_CELSIUS = 17;
const FEWEST_DAYS = 28;
/** A curve that says less than this share of the mean day has left what it was fitted on. */
const LEAST_SHARE = 0.1;

export interface PastDay {
  readonly at: Instant;
  readonly mwh: number;
  readonly terms: readonly number[];
}

export interface HeatingCurve {
  readonly meanMwh: number;
  /** Base, per degree of cold, Saturday, Sunday and holiday: MWh. */
  readonly coefficients: readonly number[];
  expectedMwh(terms: readonly number[]): number;
}

/** Where energy and temperature of days are looked up: midnights in Paris. */
export interface DaySeries<S extends string> {
  readonly history: History<S>;
  readonly energy: S;
  readonly temperature: S;
  readonly entity: string;
}

/** Weighted mean of the day and of those of the two before it that are known; NaN where the day itself is not. */
export function feltCelsius<S extends string>(
  { history, temperature, entity }: Pick<DaySeries<S>, 'history' | 'temperature' | 'entity'>,
  at: Instant,
): number {
  let [sum, weights] = [0, 0];
  for (const [days, weight] of MEMORY.entries()) {
    const celsius = history.at(temperature, entity, sameHourDaysBefore(at, days));
    if (Number.isNaN(celsius)) {
      if (days === 0) return Number.NaN;
      continue;
    }
    sum += weight * celsius;
    weights += weight;
  }
  return sum / weights;
}

/** What the curve multiplies. */
export function curveTerms(at: Instant, felt: number): readonly number[] {
  const { weekday } = parisClock(at);
  const isSunday = weekday === 6 || isHoliday(at);
  return [1, Math.max(0, HEATING_BELOW_CELSIUS - felt), weekday === 5 && !isSunday ? 1 : 0, isSunday ? 1 : 0];
}

/** The days of which energy and temperature are known, newest first: from `first` to `last` days before `at`. */
export function pastDays<S extends string>(
  series: DaySeries<S>,
  at: Instant,
  { first, last }: { readonly first: number; readonly last: number },
): PastDay[] {
  const days: PastDay[] = [];
  for (let before = first; before <= last; before++) {
    const midnight = sameHourDaysBefore(at, before);
    const mwh = series.history.at(series.energy, series.entity, midnight);
    if (Number.isNaN(mwh)) continue;
    const felt = feltCelsius(series, midnight);
    if (!Number.isNaN(felt)) days.push({ at: midnight, mwh, terms: curveTerms(midnight, felt) });
  }
  return days;
}

/** Null where fewer than four weeks of days are known. */
export function fitHeatingCurve(days: readonly PastDay[]): HeatingCurve | null {
  if (days.length < FEWEST_DAYS) return null;
  const size = days[0]!.terms.length;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (const { mwh, terms } of days) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) rows[i]![j]! += terms[i]! * terms[j]!;
      rows[i]![size]! += terms[i]! * mwh;
    }
  }
  // A summer without a cold day leaves the slope unknown: a little is added, so that it is 0 then.
  for (let i = 0; i < size; i++) rows[i]![i]! += 1e-6 * days.length;
  const coefficients = solved(rows);
  const meanMwh = days.reduce((sum, { mwh }) => sum + mwh, 0) / days.length;
  return {
    meanMwh,
    coefficients,
    expectedMwh: (terms) =>
      Math.max(
        LEAST_SHARE * meanMwh,
        terms.reduce((sum, term, i) => sum + term * coefficients[i]!, 0),
      ),
  };
}

/** Elimination without pivots: the matrix is symmetric and positive. The right-hand side is the last column. */
function solved(rows: readonly Float64Array[]): number[] {
  const size = rows.length;
  for (const [i, row] of rows.entries()) {
    for (const below of rows.slice(i + 1)) {
      const factor = below[i]! / row[i]!;
      for (let j = i; j <= size; j++) below[j]! -= factor * row[j]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, j) => (j > i ? sum + rows[i]![j]! * value : sum), 0);
    solution[i] = (rows[i]![size]! - known) / rows[i]![i]!;
  }
  return solution;
}
