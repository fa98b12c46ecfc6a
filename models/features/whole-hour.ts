// Means of hours of which every step is known, be the series quarter-hourly, half-hourly or hourly. Never of a part: three quarters of an hour are not what was trained on.
import { DAY, type Duration, floorTo, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import type { History } from '../history.ts';
import { rememberPerHistory } from './remembered.ts';

/** A quarter of an hour is shown within 15 minutes of its end. */
const SHOWN_AFTER: Duration = 15 * MINUTE;

export interface Asked<S extends string> {
  readonly history: History<S>;
  readonly series: S;
  readonly entity: string;
  readonly issuedAt: Instant;
}

/** The end of the last hour that can be known in full. */
export const wholeUntil = (issuedAt: Instant): Instant => floorTo(HOUR, issuedAt - SHOWN_AFTER);

/** NaN until its end can be known, and where a step of it is missing. */
export const hourMean = <S extends string>(asked: Asked<S>, from: Instant): number =>
  from + HOUR <= wholeUntil(asked.issuedAt) ? wholeHour(asked, from) : Number.NaN;

/** The mean over the hours of [from, to); NaN where one of them is not whole. */
export function meanOf<S extends string>(asked: Asked<S>, from: Instant, to: Instant): number {
  let sum = 0;
  for (let at = from; at < to; at += HOUR) sum += hourMean(asked, at);
  return (sum * HOUR) / (to - from);
}

/** What has been looked up: means of hours, and on how many hours of a day each quarter of them is known. */
interface Known {
  readonly means: Map<Instant, number>;
  readonly quarters: Map<Instant, readonly number[]>;
}
/** Marked, so that a model which takes only kinds of days from beside this has none of it in its code. */
const remember = /* @__PURE__ */ rememberPerHistory<Known>();

/** The mean of an hour, past or foretold; NaN where a step of it is missing. */
export function wholeHour<S extends string>(asked: Omit<Asked<S>, 'issuedAt'>, from: Instant): number {
  const { history, series, entity } = asked;
  const known = remember(history, `${series} ${entity}`, () => ({ means: new Map(), quarters: new Map() }));
  return looked(known.means, from, () => {
    const steps = stepsAround(known, asked, floorTo(DAY, from));
    const isWhole = steps.every((step) => !Number.isNaN(history.at(series, entity, from + step)));
    return isWhole ? history.mean(series, entity, from, HOUR) : Number.NaN;
  });
}

/** Where in an hour the steps of the series begin, as in most hours of the day before, the day itself and the day after. */
function stepsAround<S extends string>(
  { quarters }: Known,
  { history, series, entity }: Omit<Asked<S>, 'issuedAt'>,
  day: Instant,
): readonly Duration[] {
  const starts = [0, 15 * MINUTE, 30 * MINUTE, 45 * MINUTE];
  const hoursWith = (midnight: Instant, quarter: Duration): number => {
    let hours = 0;
    for (let at = midnight + quarter; at < midnight + DAY; at += HOUR)
      if (!Number.isNaN(history.at(series, entity, at))) hours += 1;
    return hours;
  };
  const found = [day - DAY, day, day + DAY].map((midnight) =>
    looked(quarters, midnight, () => starts.map((quarter) => hoursWith(midnight, quarter))),
  );
  const hours = starts.map((_, i) => found.reduce((sum, ofDay) => sum + ofDay[i]!, 0));
  const most = Math.max(...hours);
  return starts.filter((_, i) => 2 * hours[i]! >= most);
}

function looked<T>(known: Map<Instant, T>, at: Instant, look: () => T): T {
  const found = known.get(at);
  if (found !== undefined) return found;
  const fresh = look();
  known.set(at, fresh);
  return fresh;
}
