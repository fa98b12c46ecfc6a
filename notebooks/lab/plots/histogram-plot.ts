// How values are spread: bars of equal width, with the median and the quartiles over them.
import { quantileOf } from '../quantile.ts';
import { frame, PLOT_AREA, placed, px, words } from './frame.ts';
import { paint } from './look.ts';
import { figureText, linearScale } from './scale.ts';

const short = (value: number): string => figureText(Number(value.toPrecision(3)));

export function histogramPlot({
  title,
  name,
  values,
  bins = 40,
  within = [0, 1],
}: {
  readonly title: string;
  /** With its unit. */
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly bins?: number;
  /** Draws from this quantile to that one, and says how many lie beyond. */
  readonly within?: readonly [number, number];
}): string {
  const all = Float64Array.from(values).filter(Number.isFinite);
  const [least, most] = [quantileOf(all, within[0]), quantileOf(all, within[1])];
  const known = all.filter((value) => value >= least && value <= most);
  const beyond = all.length - known.length;
  const x = linearScale(known);
  const [first, last] = [x.ticks[0]!.at, x.ticks.at(-1)!.at];
  const width = (last - first) / bins;
  const counts = new Float64Array(bins);
  for (const value of known) counts[Math.min(bins - 1, Math.floor((value - first) / width))]! += 1;
  const y = linearScale(counts, { from: 0 });
  const at = placed(PLOT_AREA, x, y);
  const floor = PLOT_AREA.top + PLOT_AREA.height;
  const bars = Array.from(counts, (count, i) => {
    if (count === 0) return '';
    const [left, right] = [at.x(first + i * width), at.x(first + (i + 1) * width)];
    // One value among thousands is still to be seen.
    const height = Math.max(1.5, floor - at.y(count));
    return `<rect x="${px(left + 0.5)}" y="${px(floor - height)}" width="${px(Math.max(1, right - left - 1))}" height="${px(height)}" ${paint('fill', 'bar')}/>`;
  });
  const [low = 0, median = 0, high = 0] = [0.25, 0.5, 0.75].map((level) => quantileOf(all, level));
  const mark = (value: number, dashes: string): string =>
    `<path d="M${px(at.x(value))} ${PLOT_AREA.top}V${floor}" stroke-width="1.5"${dashes} ${paint('stroke', 'ink')}/>`;
  return frame({
    title,
    says: `${all.length} values: median ${short(median)}, half of them between ${short(low)} and ${short(high)}`,
    x: { name, scale: x },
    y: { name: 'values', scale: y },
    marks: [
      ...bars,
      mark(low, ' stroke-dasharray="5 4"'),
      mark(median, ''),
      mark(high, ' stroke-dasharray="5 4"'),
      words(
        PLOT_AREA.left,
        44,
        `median ${short(median)} (line), quartiles ${short(low)} and ${short(high)} (dashed)${beyond > 0 ? `; ${figureText(beyond)} values lie beyond` : ''}`,
        'start',
      ),
    ],
  });
}
