// What each feature is worth, the most first. A line over a bar is how far the repeats were apart.
import { drawing, px, words } from './frame.ts';
import { paint } from './look.ts';
import { figureText, linearScale } from './scale.ts';

export interface ImportanceBar {
  readonly feature: string;
  readonly importance: number;
  readonly spread?: number;
}

const LEFT = 210;
const WIDTH = 500;
const TOP = 40;
const ROW = 20;

export function importanceBars({
  title,
  unit,
  bars,
  most = 15,
}: {
  readonly title: string;
  /** What the length of a bar is. */
  readonly unit: string;
  readonly bars: readonly ImportanceBar[];
  readonly most?: number;
}): string {
  const shown = bars.toSorted((a, b) => b.importance - a.importance).slice(0, most);
  const x = linearScale([0, ...shown.flatMap(({ importance, spread = 0 }) => [importance, importance + spread / 2])]);
  const at = (value: number): number => LEFT + x.share(value) * WIDTH;
  const bottom = TOP + shown.length * ROW + 6;
  const left = bars.length - shown.length;
  return drawing({
    title,
    says: shown
      .map(({ feature, importance }) => `${feature} ${figureText(Number(importance.toPrecision(3)))}`)
      .join(', '),
    width: LEFT + WIDTH + 50,
    height: bottom + 46,
    content: [
      ...x.ticks.map(
        (tick) =>
          `<path d="M${px(at(tick.at))} ${TOP}V${bottom}" ${paint('stroke', 'rule')}/>${words(at(tick.at), bottom + 18, tick.text, 'middle')}`,
      ),
      ...shown.map(({ feature, importance, spread = 0 }, i) => {
        const middle = TOP + i * ROW + ROW / 2 + 3;
        const [from, to] = [Math.min(at(0), at(importance)), Math.max(at(0), at(importance))];
        const whisker = `<path d="M${px(at(importance - spread / 2))} ${px(middle)}H${px(at(importance + spread / 2))}" stroke-width="2" ${paint('stroke', 'ink')}/>`;
        return `${words(LEFT - 8, middle + 4, feature, 'end', 'ink')}<rect x="${px(from)}" y="${px(middle - 7)}" width="${px(Math.max(1, to - from))}" height="14" ${paint('fill', 'bar')}/>${spread > 0 ? whisker : ''}`;
      }),
      words(LEFT + WIDTH / 2, bottom + 38, left > 0 ? `${unit}; ${left} smaller ones not shown` : unit, 'middle'),
    ],
  });
}
