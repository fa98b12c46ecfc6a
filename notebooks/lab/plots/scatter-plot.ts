// One quantity against another: points, or where there are too many to see, the share of them in each cell. Names points where they have names.
import { frame, PLOT_AREA, placed, px, words } from './frame.ts';
import { paint } from './look.ts';
import { linearScale, logScale, type Scale } from './scale.ts';

export interface Quantity {
  /** With its unit: "training time, s". */
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly scale?: 'linear' | 'log';
  readonly fromZero?: boolean;
}

/** More than these are drawn as cells: a picture of 9,000 dots is a blot of half a megabyte. */
const MOST_POINTS = 1_500;
const CELL = 6;
const TINTS = 8;

export function scatterPlot({
  title,
  x,
  y,
  names = [],
  over = () => [],
}: {
  readonly title: string;
  readonly x: Quantity;
  readonly y: Quantity;
  /** Written beside the points. */
  readonly names?: readonly string[];
  /** Drawn over the points: lines of reference. */
  readonly over?: (at: ReturnType<typeof placed>) => readonly string[];
}): string {
  const [across, up] = [scaleOf(x), scaleOf(y)];
  const at = placed(PLOT_AREA, across, up);
  const rows = Array.from(x.values, (_, i) => i).filter(
    (i) => Number.isFinite(x.values[i]!) && Number.isFinite(y.values[i]!),
  );
  const points = rows.map((i) => ({ x: at.x(x.values[i]!), y: at.y(y.values[i]!), name: names[i] ?? '' }));
  const dots = points.map(
    (point) =>
      `<circle cx="${px(point.x)}" cy="${px(point.y)}" r="${names.length > 0 ? 5 : 2.5}" fill-opacity="0.75" ${paint('fill', 'bar')}/>`,
  );
  return frame({
    title,
    says: `${rows.length} points of ${y.name} against ${x.name}${names.length > 0 ? `: ${names.join(', ')}` : ''}`,
    x: { name: x.name, scale: across },
    y: { name: y.name, scale: up },
    marks: [
      ...(points.length > MOST_POINTS ? cells(points) : dots),
      ...(names.length > 0 ? labels(points) : []),
      ...over(at),
    ],
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

/** Each name where it covers no other and no point: right of its point, else left, above or below. */
function labels(points: readonly Point[]): string[] {
  const taken = points.map(({ x, y }) => ({ from: x - 6, to: x + 6, y: y + 4 }));
  const right = PLOT_AREA.left + PLOT_AREA.width;
  return points.map(({ x, y, name }) => {
    const length = name.length * 6.6;
    const places = [
      { from: x + 10, y: y + 4 },
      { from: x - 10 - length, y: y + 4 },
      { from: x - length / 2, y: y - 10 },
      { from: x - length / 2, y: y + 20 },
    ].map((place) => ({ ...place, to: place.from + length }));
    const free = places.find(
      (place) =>
        place.to <= right &&
        place.from >= PLOT_AREA.left &&
        place.y <= PLOT_AREA.top + PLOT_AREA.height - 4 &&
        taken.every((other) => Math.abs(other.y - place.y) > 13 || other.to < place.from || place.to < other.from),
    );
    const place = free ?? places[0]!;
    taken.push(place);
    return words(place.from, place.y, name, 'start', 'ink');
  });
}

const scaleOf = ({ values, scale = 'linear', fromZero = false }: Quantity): Scale =>
  scale === 'log' ? logScale(Array.from(values)) : linearScale(Array.from(values), fromZero ? { from: 0 } : {});

/** One path a tint: what many points share is written once. */
function cells(points: readonly { readonly x: number; readonly y: number }[]): string[] {
  const counts = new Map<string, number>();
  for (const { x, y } of points) {
    const cell = `M${Math.floor(x / CELL) * CELL} ${Math.floor(y / CELL) * CELL}h${CELL}v${CELL}h-${CELL}z`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const tints = new Map<number, string>();
  for (const [cell, count] of counts) {
    const tint = Math.ceil(TINTS * Math.sqrt(count / most));
    tints.set(tint, (tints.get(tint) ?? '') + cell);
  }
  return Array.from(tints, ([tint, d]) => `<path d="${d}" fill-opacity="${tint / TINTS}" ${paint('fill', 'bar')}/>`);
}
