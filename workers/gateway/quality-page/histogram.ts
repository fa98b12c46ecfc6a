// The distribution of a column, drawn: bars, and the quartiles over them by name. Pure.
import type { QualityReport } from '../../mesh/quality-report.ts';
import type { Figures } from './figures.ts';
import { type Html, html } from './html.ts';
import type { Words } from './words.ts';

const WIDTH = 860;
const BARS = 150;
/** Room for three names, one above the other: quartiles may stand at one place. */
const TOP = 48;

export function histogram(
  { column, count, quartiles: [low, median, high], bins }: QualityReport['distributions'][number],
  { index, words, figures }: { readonly index: number; readonly words: Words; readonly figures: Figures },
): Html {
  const { from, width, counts } = bins;
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const x = (value: number): number => Number((((value - from) / width) * step).toFixed(1));
  const floor = TOP + BARS;
  const bars = counts.map((some, i) => {
    // One value among thousands is still to be seen.
    const height = some === 0 ? 0 : Math.max(1.5, (some / most) * BARS);
    return html`<rect class="bar" x="${Number((i * step + 0.5).toFixed(1))}" y="${Number((floor - height).toFixed(1))}" width="${Number(Math.max(1, step - 1).toFixed(1))}" height="${Number(height.toFixed(1))}"/>`;
  });
  const marks = [
    { name: 'Q1', at: low, dash: 'quartile', y: TOP - 6 },
    { name: words.median, at: median, dash: 'median', y: TOP - 20 },
    { name: 'Q3', at: high, dash: 'quartile', y: TOP - 34 },
  ].map(({ name, at, dash, y }) => {
    const place = Math.min(WIDTH, Math.max(0, x(at)));
    const side = place < 80 ? 'start' : place > WIDTH - 80 ? 'end' : 'middle';
    return html`<path class="${dash}" d="M${place} ${y + 3}V${floor}"/><text class="${side} small" x="${place}" y="${y}">${name} ${figures.number(at)}</text>`;
  });
  const id = `distribution-${index}`;
  return html`<svg viewBox="0 0 ${WIDTH} ${floor + 24}" role="img" aria-labelledby="${id}-title ${id}-says">
<title id="${id}-title">${words.distributionTitle(column)}</title>
<desc id="${id}-says">${words.distributionSays(figures.number(count), figures.number(median), figures.number(low), figures.number(high))}</desc>
${bars}<path class="axis" d="M0 ${floor}h${WIDTH}"/>${marks}
<text class="start small" x="0" y="${floor + 18}">${figures.number(from)}</text>
<text class="middle small" x="${WIDTH / 2}" y="${floor + 18}">${figures.number(from + (width * counts.length) / 2)}</text>
<text class="end small" x="${WIDTH}" y="${floor + 18}">${figures.number(from + width * counts.length)}</text>
</svg>`;
}
