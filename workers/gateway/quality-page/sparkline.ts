// One measure of the runs before and of this one, as a small line: this run is the diamond at its end. Pure.
import { type Html, html } from './html.ts';

const WIDTH = 150;
const HEIGHT = 30;
const EDGE = 5;

export function sparkline(title: string, earlier: readonly number[], here: number): Html {
  const values = [...earlier, here];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (i: number): number =>
    Number((EDGE + (i / Math.max(1, values.length - 1)) * (WIDTH - 2 * EDGE)).toFixed(1));
  const y = (value: number): number => {
    // A measure that never changes is a line in the middle.
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return Number((HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)).toFixed(1));
  };
  const [endX, endY] = [x(values.length - 1), y(here)];
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${title}</title><polyline points="${values.map((value, i) => `${x(i)},${y(value)}`).join(' ')}"/><path class="here" d="M${endX} ${endY - 4}l4 4l-4 4l-4 -4z"/></svg>`;
}
