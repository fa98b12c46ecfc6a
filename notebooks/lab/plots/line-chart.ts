// Lines over a common axis, with an interval behind them if there is one. A missing value is a gap, not a bridge.
import { frame, PLOT_AREA, type PlotArea, placed, px } from './frame.ts';
import { paint, SERIES_LOOK } from './look.ts';
import { figureText, linearScale, placeScale, type Tick } from './scale.ts';

export interface Line {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** One of COLOURS or any of CSS; the next of SERIES_LOOK when nobody says. */
  readonly colour?: string;
}

export interface LineChart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Between two of them: an interval. */
  readonly band?: {
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
    readonly colour?: string;
    readonly name?: string;
  };
  /** Written below the points at these indices. */
  readonly labels: readonly Tick[];
  /** What the labels are of. */
  readonly along?: string;
  /** Begin the scale at zero: for errors, not for loads. */
  readonly fromZero?: boolean;
}

type Point = readonly [x: number, y: number];

export function lineChart({ title, unit, lines, band, labels, along = '', fromZero = false }: LineChart): string {
  const count = Math.max(...lines.map(({ values }) => values.length));
  const all = [...lines.map(({ values }) => values), ...(band ? [band.low, band.high] : [])];
  const x = placeScale(count, spaced(labels, count, PLOT_AREA));
  const y = linearScale(
    all.flatMap((values) => Array.from(values)),
    fromZero ? { from: 0 } : {},
  );
  const at = placed(PLOT_AREA, x, y);
  const styled = lines.map((line, i) => {
    const { colour, dash } = SERIES_LOOK[i % SERIES_LOOK.length]!;
    return { ...line, colour: line.colour ?? colour, dash };
  });
  const bandColour = band?.colour ?? 'soft';
  const marks = [
    ...(band
      ? strips(band.low, band.high).map((rows) => {
          const edge = (values: ArrayLike<number>): Point[] => rows.map((i) => [at.x(i), at.y(values[i]!)]);
          return `<path d="${path([...edge(band.low), ...edge(band.high).reverse()])}Z" fill-opacity="0.22" ${paint('fill', bandColour)}/>`;
        })
      : []),
    ...styled.map(({ values, colour, dash }) => {
      const d = strips(values).map((rows) => path(rows.map((i): Point => [at.x(i), at.y(values[i]!)])));
      const dashes = dash ? ` stroke-dasharray="${dash}"` : '';
      return `<path d="${d.join('')}" fill="none" stroke-width="1.8" stroke-linejoin="round"${dashes} ${paint('stroke', colour)}/>`;
    }),
  ];
  const legend = [...styled, ...(band?.name ? [{ name: band.name, colour: bandColour, wide: true }] : [])];
  return frame({
    title: title.endsWith(unit) ? title : `${title}, ${unit}`,
    says: lines.map(({ name, values }) => `${name}: ${rangeOf(values)} ${unit}`).join('; '),
    x: { name: along, scale: x },
    y: { name: unit, scale: y },
    legend,
    marks,
  });
}

const path = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('');

/** Runs of rows in which every column has a value. */
function strips(...columns: readonly ArrayLike<number>[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  for (let i = 0; i < columns[0]!.length; i++) {
    if (columns.every((values) => Number.isFinite(values[i]!))) {
      if (run.length === 0) runs.push(run);
      run.push(i);
    } else run = [];
  }
  return runs;
}

/** Labels that would run into each other give way to the one before. */
function spaced(labels: readonly Tick[], count: number, { width }: PlotArea): Tick[] {
  let free = Number.NEGATIVE_INFINITY;
  return labels.filter(({ at, text }) => {
    const place = (at / Math.max(1, count - 1)) * width;
    const half = text.length * 3.4 + 4;
    if (place - half < free) return false;
    free = place + half;
    return true;
  });
}

function rangeOf(values: ArrayLike<number>): string {
  const known = Array.from(values).filter(Number.isFinite);
  return `from ${figureText(Math.min(...known))} to ${figureText(Math.max(...known))}`;
}
