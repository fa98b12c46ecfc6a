// How columns of numbers are distributed, in some dozens of figures each, by season where rows have a time. Keeps no row.
import { DAY, type Instant, parisClock } from '../../data/time.ts';
import { distanceBetween } from '../../models/distance.ts';
import { SEASONS, type Season, seasonOf } from '../../models/season.ts';
import { type Histogram, histogramOf, type SeasonSketch, type Sketch, type Usual } from '../../models/sketch.ts';
import { sixDigits } from './six-digits.ts';

const DECILES = Array.from({ length: 11 }, (_, i) => i / 10);
/** A column of so few values is counted value by value: hours of a day, days of a week, yes and no. */
const FEW = 24;
/** What drift looks back over. */
const STRETCH_DAYS = [7, 28];
const STRIDE_DAYS = 7;

/** `x` is row-major, one column per name. */
export function sketchesOf(names: readonly string[], x: Float32Array, times?: Times): Sketch[] {
  const rows = x.length / names.length;
  return names.map((name, column) =>
    sketchOf(
      name,
      Float64Array.from({ length: rows }, (_, row) => x[row * names.length + column]!),
      times,
    ),
  );
}

export function sketchOf(name: string, values: Float64Array, times?: Times): Sketch {
  const whole = { name, ...inSixDigits(histogramOf(values, edgesOf(values))) };
  return times ? { ...whole, seasons: seasonsOf(values, times) } : whole;
}

/** Rows by season, and by stretches of days: a stretch belongs to the season of its middle, as live ones do. */
export interface Times {
  readonly seasons: ReadonlyMap<Season, readonly number[]>;
  readonly stretches: readonly { readonly days: number; readonly season: Season; readonly rows: readonly number[] }[];
}

export function timesOf(at: Float64Array): Times {
  const byDay = new Map<number, number[]>();
  at.forEach((instant, row) => {
    const day = parisDayNumber(instant);
    const rows = byDay.get(day);
    if (rows) rows.push(row);
    else byDay.set(day, [row]);
  });
  const everyDay = [...byDay.keys()].sort((a, b) => a - b);
  const [first = 0, last = -1] = [everyDay[0], everyDay.at(-1)];
  const stretches: Times['stretches'][number][] = [];
  for (const days of STRETCH_DAYS) {
    for (let from = first; from + days <= last + 1; from += STRIDE_DAYS) {
      const known = Array.from({ length: days }, (_, i) => byDay.get(from + i) ?? []);
      if (known.some((rows) => rows.length === 0)) continue;
      stretches.push({ days, season: seasonOf((from + days / 2) * DAY), rows: known.flat() });
    }
  }
  const seasons = new Map<Season, number[]>(SEASONS.map((season) => [season, []]));
  at.forEach((instant, row) => {
    seasons.get(seasonOf(instant))?.push(row);
  });
  return { seasons, stretches };
}

/** Counted from 1970-01-01. */
function parisDayNumber(at: Instant): number {
  const { year, month, day } = parisClock(at);
  return Date.UTC(year, month - 1, day) / DAY;
}

function seasonsOf(values: Float64Array, { seasons, stretches }: Times): Partial<Record<Season, SeasonSketch>> {
  const out: Partial<Record<Season, SeasonSketch>> = {};
  for (const [season, rows] of seasons) {
    if (rows.length === 0) continue;
    const ofSeason = pick(values, rows);
    const whole = inSixDigits(histogramOf(ofSeason, edgesOf(ofSeason)));
    const ofStretch = (days: number) =>
      stretches.filter((one) => one.days === days && one.season === season).map((one) => pick(values, one.rows));
    const usual = STRETCH_DAYS.flatMap((days) => usualOf(days, whole, ofStretch(days)));
    out[season] = { ...whole, usual };
  }
  return out;
}

function usualOf(days: number, whole: Histogram, stretches: readonly Float64Array[]): Usual[] {
  if (stretches.length === 0) return [];
  const histograms = stretches.map((values) => histogramOf(values, whole.edges));
  const distances = histograms.map((one) => distanceBetween(whole, one));
  return [
    {
      days,
      stretches: stretches.length,
      psi: most(distances.map(({ psi }) => psi)),
      ks: most(distances.map(({ ks }) => ks)),
      wasserstein: most(distances.map(({ wasserstein }) => wasserstein)),
      missing: threeDigits(Math.max(...histograms.map(({ missing }) => missing))),
      narrowest: least(histograms.map(({ deviation }) => deviation)),
      widest: most(histograms.map(({ deviation }) => deviation)),
    },
  ];
}

const known = (figures: readonly (number | null)[]): number[] => figures.filter((figure) => figure !== null);
function most(figures: readonly (number | null)[]): number | null {
  return known(figures).length === 0 ? null : threeDigits(Math.max(...known(figures)));
}
function least(figures: readonly (number | null)[]): number | null {
  return known(figures).length === 0 ? null : threeDigits(Math.min(...known(figures)));
}

const pick = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

/** In six digits before anything is counted by them: the shares are of the edges as they are kept. */
function edgesOf(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const distinct = new Set<number>();
  for (const value of sorted) if (distinct.add(sixDigits(value)).size > FEW) break;
  if (distinct.size <= FEW) return [...distinct];
  return [...new Set(DECILES.map((level) => sixDigits(sorted[Math.round(level * (sorted.length - 1))]!)))];
}

const inSixDigits = ({ missing, mean, deviation, edges, shares }: Histogram): Histogram => ({
  missing: sixDigits(missing),
  mean: mean === null ? null : sixDigits(mean),
  deviation: deviation === null ? null : sixDigits(deviation),
  edges,
  shares: shares.map(fourDigits),
});

/** What alarms are measured by is known no better than this. */
const threeDigits = (figure: number): number => Number(figure.toPrecision(3));
const fourDigits = (share: number): number => Number(share.toPrecision(4));
