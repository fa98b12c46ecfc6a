// Pictures of a classifier: whether 70 % happens seven times in ten, and what an alarm costs. Draws; the figures are evaluation's.
import type { ReliabilityBin } from '../evaluation/probability.ts';
import type { Threshold } from '../evaluation/ranking.ts';
import { frame, type PlotArea, placed, px, words } from './frame.ts';
import { type Colour, paint } from './look.ts';
import { linearScale } from './scale.ts';

/** Both axes are shares: a square. */
const SQUARE: PlotArea = { left: 84, top: 54, width: 300, height: 300 };
const share = linearScale([], { from: 0, to: 1 });
const at = placed(SQUARE, share, share);

/** On the diagonal, what was said is what came. The larger the circle, the more often it was said. */
export function reliabilityPlot({
  title,
  bins,
}: {
  readonly title: string;
  readonly bins: readonly ReliabilityBin[];
}): string {
  const most = Math.max(...bins.map(({ count }) => count));
  return frame({
    title,
    says: bins
      .map(({ said, happened, count }) => `said ${said.toFixed(2)}, came ${happened.toFixed(2)} (${count} times)`)
      .join('; '),
    area: SQUARE,
    x: { name: 'probability said', scale: share },
    y: { name: 'how often it happened', scale: share },
    marks: [
      line(
        [
          [0, 0],
          [1, 1],
        ],
        'soft',
        ' stroke-dasharray="5 4"',
      ),
      line(
        bins.map(({ said, happened }) => [said, happened]),
        'bar',
      ),
      ...bins.map(
        ({ said, happened, count }) =>
          `<circle cx="${px(at.x(said))}" cy="${px(at.y(happened))}" r="${px(3 + 9 * Math.sqrt(count / most))}" fill-opacity="0.6" ${paint('fill', 'bar')}/>`,
      ),
    ],
  });
}

/** The dashed line is what chance gives: the share of what happens. */
export function precisionRecallPlot({
  title,
  thresholds,
  averagePrecision,
}: {
  readonly title: string;
  readonly thresholds: readonly Threshold[];
  readonly averagePrecision: number;
}): string {
  const chance = thresholds.at(-1)?.precision ?? 0;
  return frame({
    title,
    says: `average precision ${averagePrecision.toFixed(3)}, by chance ${chance.toFixed(3)}`,
    area: SQUARE,
    x: { name: 'recall: of what happened, what was caught', scale: share },
    y: { name: 'precision: alarms that were right', scale: share },
    marks: [
      line(
        [
          [0, chance],
          [1, chance],
        ],
        'soft',
        ' stroke-dasharray="5 4"',
      ),
      line(
        thresholds.map(({ recall, precision }) => [recall, precision]),
        'bar',
      ),
      words(
        SQUARE.left,
        44,
        `average precision ${averagePrecision.toFixed(3)}, by chance ${chance.toFixed(3)}`,
        'start',
      ),
    ],
  });
}

export function rocPlot({
  title,
  thresholds,
  auc,
}: {
  readonly title: string;
  readonly thresholds: readonly Threshold[];
  readonly auc: number;
}): string {
  return frame({
    title,
    says: `area under the curve ${auc.toFixed(3)}, by chance 0.5`,
    area: SQUARE,
    x: { name: 'false alarms: of what did not happen', scale: share },
    y: { name: 'caught: of what happened', scale: share },
    marks: [
      line(
        [
          [0, 0],
          [1, 1],
        ],
        'soft',
        ' stroke-dasharray="5 4"',
      ),
      line(
        [[0, 0], ...thresholds.map(({ falsePositiveRate, recall }): [number, number] => [falsePositiveRate, recall])],
        'bar',
      ),
      words(SQUARE.left, 44, `area under the curve ${auc.toFixed(3)}, by chance 0.5`, 'start'),
    ],
  });
}

/** Points that fall on the pixel of the one before add nothing. */
function line(points: readonly (readonly [number, number])[], colour: Colour, dashes = ''): string {
  const steps = points.map(([x, y]) => `${Math.round(at.x(x))} ${Math.round(at.y(y))}`);
  const d = steps.filter((step, i) => step !== steps[i - 1]).join('L');
  return `<path d="M${d}" fill="none" stroke-width="2"${dashes} ${paint('stroke', colour)}/>`;
}
