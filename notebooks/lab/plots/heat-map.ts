// A table as tints: days by hours, or any other. Where values change sign, below zero is one hue and above it another.
import { drawing, px, words } from './frame.ts';
import { paint } from './look.ts';
import { figureText } from './scale.ts';

export interface HeatTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row-major; NaN is left blank. */
  readonly values: ArrayLike<number>;
}

const LEFT = 84;
const TOP = 62;
const WIDTH = 652;
const MOST_NAMED = 1_000;

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
  const cells = known.length > MOST_NAMED ? merged() : named();
  const bottom = TOP + rows.length * height;
  const everyRow = Math.ceil(14 / height);
  const everyColumn = Math.ceil((Math.max(...columns.map(({ length }) => length)) * 7 + 6) / width);
  // From the least to the most, in the corner.
  const key = Array.from({ length: 7 }, (_, i) => low + ((high - low) * i) / 6)
    .map((value, i) => `<rect x="${LEFT + 90 + i * 22}" y="34" width="21" height="11" ${tint(value)}/>`)
    .join('');
  return drawing({
    title,
    says: `${rows.length} rows by ${columns.length} columns, from ${short(low)} to ${short(high)} ${unit}`,
    width: LEFT + WIDTH + 24,
    height: bottom + (along ? 46 : 28),
    content: [
      words(LEFT + 82, 44, short(low), 'end'),
      key,
      words(LEFT + 90 + 7 * 22 + 6, 44, `${short(high)} ${unit}`, 'start'),
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

  /** Each cell says its own value when it is pointed at. */
  function named(): string[] {
    return Array.from(values, (value, i) => {
      if (!Number.isFinite(value)) return '';
      const [r, c] = [Math.floor(i / columns.length), i % columns.length];
      const says = `${rows[r]}, ${columns[c]}: ${short(value)} ${unit}`;
      return `<rect x="${px(LEFT + c * width)}" y="${px(TOP + r * height)}" width="${px(width - 1)}" height="${px(height - 1)}" ${tint(value)}><title>${says}</title></rect>`;
    });
  }

  /** One path a tint: a year of hours in a sixth of the bytes. */
  function merged(): string[] {
    const paths = new Map<string, string>();
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      const [r, c] = [Math.floor(i / columns.length), i % columns.length];
      const cell = `M${px(LEFT + c * width)} ${px(TOP + r * height)}h${px(width + 0.1)}v${px(height)}h-${px(width + 0.1)}z`;
      paths.set(tint(values[i]!), (paths.get(tint(values[i]!)) ?? '') + cell);
    }
    return Array.from(paths, ([paints, cell]) => `<path d="${cell}" ${paints}/>`);
  }
}

const short = (value: number): string => figureText(Number(value.toPrecision(3)));

const PALEST = 0.06;
/** Finer than an eye tells apart. */
const TINTS = 40;

const fromPale =
  (low: number, high: number) =>
  (value: number): string =>
    tinted('bar', (value - low) / (high - low || 1));

const aroundZero =
  (most: number) =>
  (value: number): string =>
    tinted(value < 0 ? 'bar' : 'bad', Math.abs(value) / most);

const tinted = (colour: string, share: number): string =>
  `fill-opacity="${(PALEST + ((1 - PALEST) * Math.round(TINTS * share)) / TINTS).toFixed(2)}" ${paint('fill', colour)}`;
