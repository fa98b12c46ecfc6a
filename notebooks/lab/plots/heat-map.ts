// A table as tints: hours across, days down. Where values change sign, below zero is one hue and above it another.
import { parisClock } from '../../../data/time.ts';
import { drawing, px, words } from './frame.ts';
import { paint } from './look.ts';
import { figureText } from './scale.ts';

export interface HeatTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row-major; NaN is left blank. */
  readonly values: ArrayLike<number>;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

/** Means by weekday and hour in Paris. */
export const byHourAndWeekday = (validAt: ArrayLike<number>, values: ArrayLike<number>): HeatTable =>
  meansTable(WEEKDAYS, HOURS, validAt, values, ({ weekday, hour }) => [weekday, hour]);

/** Means by month and hour in Paris. */
export const byHourAndMonth = (validAt: ArrayLike<number>, values: ArrayLike<number>): HeatTable =>
  meansTable(MONTHS, HOURS, validAt, values, ({ month, hour }) => [month - 1, hour]);

function meansTable(
  rows: readonly string[],
  columns: readonly string[],
  validAt: ArrayLike<number>,
  values: ArrayLike<number>,
  cellOf: (clock: ReturnType<typeof parisClock>) => readonly [row: number, column: number],
): HeatTable {
  const [sums, counts] = [
    new Float64Array(rows.length * columns.length),
    new Float64Array(rows.length * columns.length),
  ];
  for (let i = 0; i < validAt.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const [row, column] = cellOf(parisClock(validAt[i]!));
    sums[row * columns.length + column]! += values[i]!;
    counts[row * columns.length + column]! += 1;
  }
  return { rows, columns, values: sums.map((sum, i) => sum / counts[i]!) };
}

const LEFT = 84;
const TOP = 62;
const WIDTH = 652;

export function heatMap({
  title,
  unit,
  table: { rows, columns, values },
  along = '',
}: {
  readonly title: string;
  readonly unit: string;
  readonly table: HeatTable;
  /** What the columns are. */
  readonly along?: string;
}): string {
  const known = Array.from(values).filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const tint = low < 0 && high > 0 ? aroundZero(Math.max(-low, high)) : fromPale(low, high);
  const [width, height] = [WIDTH / columns.length, Math.min(26, 240 / rows.length)];
  const cells = rows.map((row, r) =>
    columns
      .map((column, c) => {
        const value = values[r * columns.length + c]!;
        if (!Number.isFinite(value)) return '';
        const says = `${row}, ${column}: ${figureText(Number(value.toPrecision(3)))} ${unit}`;
        return `<rect x="${px(LEFT + c * width)}" y="${px(TOP + r * height)}" width="${px(width - 1)}" height="${px(height - 1)}" ${tint(value)}><title>${says}</title></rect>`;
      })
      .join(''),
  );
  const bottom = TOP + rows.length * height;
  const everyRow = Math.ceil(14 / height);
  const everyColumn = Math.ceil((Math.max(...columns.map(({ length }) => length)) * 7 + 6) / width);
  // From the least to the most, in the corner.
  const key = Array.from({ length: 7 }, (_, i) => low + ((high - low) * i) / 6)
    .map((value, i) => `<rect x="${LEFT + 90 + i * 22}" y="34" width="21" height="11" ${tint(value)}/>`)
    .join('');
  return drawing({
    title,
    says: `${rows.length} rows by ${columns.length} columns, from ${figureText(Number(low.toPrecision(3)))} to ${figureText(Number(high.toPrecision(3)))} ${unit}`,
    width: LEFT + WIDTH + 24,
    height: bottom + (along ? 46 : 28),
    content: [
      words(LEFT + 82, 44, figureText(Number(low.toPrecision(3))), 'end'),
      key,
      words(LEFT + 90 + 7 * 22 + 6, 44, `${figureText(Number(high.toPrecision(3)))} ${unit}`, 'start'),
      ...cells,
      ...rows.map((row, r) =>
        r % everyRow === 0 ? words(LEFT - 8, TOP + r * height + height / 2 + 4, row, 'end') : '',
      ),
      ...columns.map((column, c) =>
        c % everyColumn === 0 ? words(LEFT + c * width + width / 2, bottom + 16, column, 'middle') : '',
      ),
      words(LEFT + WIDTH / 2, bottom + 36, along, 'middle'),
    ],
  });
}

const PALEST = 0.06;

const fromPale =
  (low: number, high: number) =>
  (value: number): string =>
    tinted('bar', (value - low) / (high - low || 1));

const aroundZero =
  (most: number) =>
  (value: number): string =>
    tinted(value < 0 ? 'bar' : 'bad', Math.abs(value) / most);

const tinted = (colour: string, share: number): string =>
  `fill-opacity="${(PALEST + (1 - PALEST) * share).toFixed(2)}" ${paint('fill', colour)}`;
