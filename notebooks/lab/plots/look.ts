// The look of every plot: that of the quality report. Light as attributes, which any renderer reads; dark as a stylesheet over them.

/** Light and dark, as the quality report names them. */
export const COLOURS = {
  ink: ['#17202a', '#e8ecef'],
  soft: ['#5a6672', '#a3afba'],
  paper: ['#fff', '#14191e'],
  rule: ['#d5dbe1', '#37424d'],
  bar: ['#3b6ea5', '#7fb0e3'],
  some: ['#b26a00', '#f0b35a'],
  good: ['#1f6f5c', '#55b79c'],
  bad: ['#b3261e', '#ff8a80'],
} as const;

export type Colour = keyof typeof COLOURS;

/** For series in turn. Each has its own dashes too, for those who do not tell colours apart. */
export const SERIES_LOOK: readonly { readonly colour: Colour; readonly dash: string }[] = [
  { colour: 'bar', dash: '' },
  { colour: 'some', dash: '7 3' },
  { colour: 'good', dash: '2 3' },
  { colour: 'bad', dash: '9 3 2 3' },
  { colour: 'soft', dash: '4 4' },
];

const isOurs = (colour: string): colour is Colour => colour in COLOURS;

/** One of ours, or any CSS colour, which is then the same in the dark. */
export function paint(what: 'fill' | 'stroke', colour: string): string {
  return isOurs(colour) ? `${what}="${COLOURS[colour][0]}" class="${what}-${colour}"` : `${what}="${colour}"`;
}

export const FONT = 'system-ui,sans-serif';

export const DARK = `<style>@media (prefers-color-scheme:dark){${Object.entries(COLOURS)
  .flatMap(([name, [, dark]]) => ['fill', 'stroke'].map((what) => `.lab-plot .${what}-${name}{${what}:${dark}}`))
  .join('')}}</style>`;
