// Tables of hours in Paris for heat maps: by weekday, by month, or each day by itself. Means; an hour with nothing is NaN.
import { parisClock, parisDate } from '../../../data/time.ts';
import type { HeatTable } from './heat-map.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

/** Means by weekday and hour in Paris. */
export const byHourAndWeekday = (validAt: ArrayLike<number>, values: ArrayLike<number>): HeatTable =>
  meansTable(WEEKDAYS, HOURS, validAt, values, ({ weekday, hour }) => [weekday, hour]);

/** Means by month and hour in Paris. */
export const byHourAndMonth = (validAt: ArrayLike<number>, values: ArrayLike<number>): HeatTable =>
  meansTable(MONTHS, HOURS, validAt, values, ({ month, hour }) => [month - 1, hour]);

/** Each day a column, its hours from top to bottom: a year at a glance. Only days that have a value. */
export function byHourOfEachDay(validAt: ArrayLike<number>, values: ArrayLike<number>): HeatTable {
  const dates = Array.from(validAt, parisDate);
  const days = [...new Set(dates)].sort();
  const columnOf = new Map(days.map((date, column) => [date, column]));
  return meansTable(HOURS, days, validAt, values, ({ hour }, i) => [hour, columnOf.get(dates[i]!)!]);
}

function meansTable(
  rows: readonly string[],
  columns: readonly string[],
  validAt: ArrayLike<number>,
  values: ArrayLike<number>,
  cellOf: (clock: ReturnType<typeof parisClock>, row: number) => readonly [row: number, column: number],
): HeatTable {
  const [sums, counts] = [
    new Float64Array(rows.length * columns.length),
    new Float64Array(rows.length * columns.length),
  ];
  for (let i = 0; i < validAt.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const [row, column] = cellOf(parisClock(validAt[i]!), i);
    sums[row * columns.length + column]! += values[i]!;
    counts[row * columns.length + column]! += 1;
  }
  return { rows, columns, values: sums.map((sum, i) => sum / counts[i]!) };
}
