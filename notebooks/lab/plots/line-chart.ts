// A line chart as SVG text, for notebook outputs. Draws what it is given; computes nothing but the scale.

export interface Line {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly colour: string;
}

export interface LineChart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Between two of them: an interval. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number>; readonly colour: string };
  /** Written below the points at these indices. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  /** Begin the scale at zero: for errors, not for loads. */
  readonly fromZero?: boolean;
}

const WIDTH = 760;
const HEIGHT = 280;
const LEFT = 56;
const RIGHT = 24;
const TOP = 44;
const BOTTOM = 28;
const GREY = '#777';

export function lineChart({ title, unit, lines, band, labels, fromZero = false }: LineChart): string {
  const count = Math.max(...lines.map(({ values }) => values.length));
  const all = [...lines.map(({ values }) => values), ...(band ? [band.low, band.high] : [])]
    .flatMap((values) => Array.from(values))
    .filter(Number.isFinite);
  const step = niceStep((Math.max(...all) - (fromZero ? 0 : Math.min(...all))) / 5);
  const bottom = fromZero ? 0 : Math.floor(Math.min(...all) / step) * step;
  const top = Math.ceil(Math.max(...all) / step) * step;
  const x = (i: number): string => (LEFT + (i / Math.max(1, count - 1)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string =>
    (TOP + ((top - value) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const point = (values: ArrayLike<number>) => (i: number) => `${x(i)},${y(values[i]!)}`;
  const known = (values: ArrayLike<number>): number[] =>
    Array.from(values, (_, i) => i).filter((i) => Number.isFinite(values[i]!));
  const parts: string[] = [];
  for (let value = bottom; value <= top + step / 2; value += step) {
    parts.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>`,
      text(LEFT - 6, Number(y(value)) + 4, Number(value.toPrecision(6)).toLocaleString('en'), 'end'),
    );
  }
  for (const { at, text: label } of labels) parts.push(text(Number(x(at)), HEIGHT - 8, label, 'middle'));
  if (band) {
    const there = known(band.low).map(point(band.low));
    const back = known(band.high).map(point(band.high)).reverse();
    parts.push(`<polygon points="${[...there, ...back].join(' ')}" fill="${band.colour}" fill-opacity="0.2"/>`);
  }
  lines.forEach(({ name, values, colour }, i) => {
    const points = known(values).map(point(values)).join(' ');
    parts.push(
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.6"/>`,
      `<rect x="${LEFT + i * 150}" y="26" width="12" height="4" fill="${colour}"/>`,
      text(LEFT + 17 + i * 150, 32, name, 'start'),
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" font-family="sans-serif">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="16" font-size="14" font-weight="bold">${escaped(`${title}, ${unit}`)}</text>`,
    ...parts,
    '</svg>',
  ].join('');
}

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${x}" y="${y}" font-size="11" fill="${GREY}" text-anchor="${anchor}">${escaped(words)}</text>`;

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
}
