// How restless the load has been: how far the shape of each day was from that of a week before, over three weeks. What bounds are measured in: an unruly time stays unruly for a while.
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { rememberPerHistory } from './remembered.ts';
import { type Asked, hourMean } from './whole-hour.ts';

export const UNREST = ['unrest_3w'] as const;

const HOURS = 24;
/** Fewer known hours are no shape. */
const ENOUGH = 20;

const remember = rememberPerHistory<number>();

/** A share of the load, and so without unit; NaN where no day of the three weeks is known. */
export const unrestOf = <S extends string>(asked: Asked<S>): Record<(typeof UNREST)[number], number> => ({
  unrest_3w: remember(asked.history, `${asked.series} ${asked.entity} ${asked.issuedAt}`, () => {
    // The newest whole day first; a day and the one a week before it are both read.
    const shapes = Array.from({ length: 27 }, (_, before) => shapeOf(asked, -1 - before));
    const apart = Array.from({ length: 20 }, (_, day) => meanDistance(shapes[day]!, shapes[day + 7]!));
    const known = apart.filter((one) => !Number.isNaN(one));
    return known.reduce((sum, one) => sum + one, 0) / known.length;
  }),
});

/** Each hour over the mean of its day; empty on the two days of other than 24 hours. */
function shapeOf<S extends string>(asked: Asked<S>, shiftDays: number): number[] {
  const { from, to } = parisDay(asked.issuedAt, shiftDays);
  if (to - from !== DAY) return [];
  const loads = Array.from({ length: HOURS }, (_, hour) => hourMean(asked, from + hour * HOUR));
  const known = loads.filter((load) => !Number.isNaN(load));
  if (known.length < ENOUGH) return [];
  const mean = known.reduce((sum, load) => sum + load, 0) / known.length;
  return loads.map((load) => load / mean);
}

function meanDistance(shape: readonly number[], weekBefore: readonly number[]): number {
  if (weekBefore.length === 0) return Number.NaN;
  const apart = shape.map((one, hour) => Math.abs(one / weekBefore[hour]! - 1)).filter((one) => !Number.isNaN(one));
  return apart.reduce((sum, one) => sum + one, 0) / apart.length;
}
