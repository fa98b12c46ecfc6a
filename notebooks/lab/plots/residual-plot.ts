// What a forecast missed, against what it said: whether errors lean to one side or widen with the load.
import { quantileOf } from '../quantile.ts';
import { px } from './frame.ts';
import { paint } from './look.ts';
import { scatterPlot } from './scatter-plot.ts';

/** Bands of equally many rows, each with its 10 %, 50 % and 90 % point. */
const BANDS = 12;

export function residualPlot({
  title,
  unit,
  forecast,
  truth,
}: {
  readonly title: string;
  readonly unit: string;
  readonly forecast: Float64Array;
  readonly truth: Float64Array;
}): string {
  const residual = truth.map((value, i) => value - forecast[i]!);
  const rows = Array.from(truth.keys())
    .filter((i) => Number.isFinite(residual[i]!))
    .sort((a, b) => forecast[a]! - forecast[b]!);
  const bands = Array.from({ length: BANDS }, (_, band) =>
    rows.slice(Math.floor((rows.length * band) / BANDS), Math.floor((rows.length * (band + 1)) / BANDS)),
  ).filter((band) => band.length > 0);
  return scatterPlot({
    title,
    x: { name: `forecast, ${unit}`, values: forecast },
    y: { name: `truth − forecast, ${unit}`, values: residual },
    over: (at) => [
      `<path d="M${px(at.x(forecast[rows[0]!]!))} ${px(at.y(0))}H${px(at.x(forecast[rows.at(-1)!]!))}" ${paint('stroke', 'ink')}/>`,
      ...[0.1, 0.5, 0.9].map((level) => {
        const points = bands.map((band) => {
          const column = (values: Float64Array): Float64Array => Float64Array.from(band, (i) => values[i]!);
          return `${px(at.x(quantileOf(column(forecast), 0.5)))} ${px(at.y(quantileOf(column(residual), level)))}`;
        });
        const dashes = level === 0.5 ? '' : ' stroke-dasharray="6 4"';
        return `<path d="M${points.join('L')}" fill="none" stroke-width="2"${dashes} ${paint('stroke', 'some')}/>`;
      }),
    ],
  });
}
