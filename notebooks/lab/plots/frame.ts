// What every plot has around its marks: title, description, axes with units, legend. The same plot is the same bytes.
import { DARK, FONT, paint } from './look.ts';
import type { Scale } from './scale.ts';

export interface Axis {
  /** With its unit: "load, MW". */
  readonly name: string;
  readonly scale: Scale;
}

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
  /** A strip instead of a line. */
  readonly wide?: boolean;
}

export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const PLOT_AREA: PlotArea = { left: 84, top: 54, width: 652, height: 210 };

const LEGEND_ROW = 18;

/** Pixels to a tenth: short, and the same everywhere. */
export const px = (value: number): string => String(Number(value.toFixed(1)));

/** Places of the marks on an area. */
export function placed(area: PlotArea, x: Scale, y: Scale): { x(value: number): number; y(value: number): number } {
  return {
    x: (value) => area.left + x.share(value) * area.width,
    y: (value) => area.top + (1 - y.share(value)) * area.height,
  };
}

export function frame({
  title,
  says,
  x,
  y,
  area = PLOT_AREA,
  legend = [],
  marks,
}: {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly says: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly area?: PlotArea;
  readonly legend?: readonly LegendEntry[];
  readonly marks: readonly string[];
}): string {
  const { left, top, width, height } = area;
  const [right, bottom] = [left + width, top + height];
  const at = placed(area, x.scale, y.scale);
  const across = y.scale.ticks.map(({ at: value, text }) => {
    const place = px(at.y(value));
    return `<path d="M${left} ${place}h${width}" ${paint('stroke', 'rule')}/>${words(left - 8, at.y(value) + 4, text, 'end')}`;
  });
  const below = x.scale.ticks.map(
    ({ at: value, text }) =>
      `<path d="M${px(at.x(value))} ${bottom}v5" ${paint('stroke', 'soft')}/>${words(at.x(value), bottom + 19, text, 'middle')}`,
  );
  const turned = `<text transform="translate(16 ${px(top + height / 2)}) rotate(-90)" text-anchor="middle" ${paint('fill', 'soft')}>${escaped(y.name)}</text>`;
  const { text, down } = legendRows(legend, area);
  return drawing({
    title,
    says,
    width: right + 24,
    height: bottom + down + (x.name ? 46 : 28),
    content: [
      text,
      down > 0 ? `<g transform="translate(0 ${down})">` : '',
      ...across,
      ...below,
      `<path d="M${left} ${bottom}h${width}" ${paint('stroke', 'soft')}/>`,
      ...marks,
      words(left + width / 2, bottom + 38, x.name, 'middle'),
      y.name ? turned : '',
      down > 0 ? '</g>' : '',
    ],
  });
}

/** A titled picture of any content. */
export function drawing({
  title,
  says,
  width,
  height,
  content,
}: {
  readonly title: string;
  readonly says: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly string[];
}): string {
  const body = content.join('');
  // Several plots stand on one page: their names must not meet.
  const id = `plot-${fingerprint(title + says + body)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" style="max-width:100%" class="lab-plot" role="img" aria-labelledby="${id}-title ${id}-says" font-family="${FONT}" font-size="12">`,
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-says">${escaped(says)}</desc>${DARK}`,
    `<rect width="${width}" height="${height}" ${paint('fill', 'paper')}/>`,
    `<text x="16" y="22" font-size="15" font-weight="600" ${paint('fill', 'ink')}>${escaped(title)}</text>`,
    body,
    '</svg>',
  ].join('');
}

export const words = (
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end',
  colour = 'soft',
): string =>
  text
    ? `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" ${paint('fill', colour)}>${escaped(text)}</text>`
    : '';

/** As many rows as the names need; the text of one, and how far the rest of the plot is moved down. */
function legendRows(entries: readonly LegendEntry[], { left, width }: PlotArea): { text: string; down: number } {
  let [x, row] = [left, 0];
  const text = entries.map(({ name, colour, dash = '', wide = false }) => {
    const length = 31 + name.length * 6.6;
    if (x > left && x + length > left + width) [x, row] = [left, row + 1];
    const [start, y] = [x, 40 + row * LEGEND_ROW];
    x += length + 18;
    const style = wide
      ? 'stroke-width="12" stroke-opacity="0.22"'
      : `stroke-width="2.5" stroke-dasharray="${dash || 'none'}"`;
    return `<path d="M${px(start)} ${y}h24" ${style} ${paint('stroke', colour)}/>${words(start + 31, y + 4, name, 'start', 'ink')}`;
  });
  return { text: text.join(''), down: row * LEGEND_ROW };
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** FNV-1a: enough to tell the plots of a page apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
