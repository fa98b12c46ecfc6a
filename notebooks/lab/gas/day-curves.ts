// The 24 hours of whole days of regions, from the hours of `gas`: all operators of a region added up. Days on which the clocks move have no 24 hours and are left out.
import { SERVED } from '../../../data/gas-daily/served.ts';
import { DAY, HOUR, instantsIn, parisDay, type TimeWindow } from '../../../data/time.ts';
import { type FactsBySeries, factsKey, historyAsOf } from '../../../models/history.ts';

const SERIES = 'gas/consumption_mwh';
const HOURS = 24;

export interface DayCurves {
  readonly days: readonly { readonly region: string; readonly at: number }[];
  /** Row-major, 24 columns: MWh in each hour of the Paris clock. */
  readonly mwh: Float64Array;
}

export function dayCurves(facts: FactsBySeries, window: TimeWindow, regions: readonly string[]): DayCurves {
  const history = historyAsOf(facts, Number.POSITIVE_INFINITY);
  const days: { region: string; at: number }[] = [];
  const mwh: number[] = [];
  for (const region of regions) {
    const places = SERVED.filter((served) => served.region === region).map(
      ({ operator, sector }) => `${operator}/${sector}/${region}`,
    );
    for (let day = parisDay(window.from); day.from < window.to; day = parisDay(day.to)) {
      if (day.to - day.from !== DAY) continue;
      const curve = instantsIn(day, HOUR).map((at) =>
        places.reduce((sum, place) => sum + history.at(SERIES, place, at), 0),
      );
      if (curve.some(Number.isNaN)) continue;
      days.push({ region, at: day.from });
      mwh.push(...curve);
    }
  }
  if (days.length === 0)
    throw new Error(`no whole day of gas in ${regions.join(', ')}: ${factsKey(SERIES, '…')} has no hours there`);
  return { days, mwh: Float64Array.from(mwh) };
}

/** Each hour over the region's own mean hour: regions of any size beside each other, with their seasons. */
export function overRegionMean({ days, mwh }: DayCurves): Float32Array {
  const sums = new Map<string, { sum: number; days: number }>();
  days.forEach(({ region }, day) => {
    const known = sums.get(region) ?? { sum: 0, days: 0 };
    for (let hour = 0; hour < HOURS; hour++) known.sum += mwh[day * HOURS + hour]!;
    known.days += 1;
    sums.set(region, known);
  });
  return Float32Array.from(mwh, (value, i) => {
    const { sum, days: count } = sums.get(days[Math.floor(i / HOURS)]!.region)!;
    return value / (sum / count / HOURS);
  });
}

/** Each hour over the day's own mean hour: the shape alone. */
export function overDayMean({ days, mwh }: DayCurves): Float32Array {
  const means = days.map(
    (_, day) => mwh.subarray(day * HOURS, (day + 1) * HOURS).reduce((sum, value) => sum + value, 0) / HOURS,
  );
  return Float32Array.from(mwh, (value, i) => value / means[Math.floor(i / HOURS)]!);
}
