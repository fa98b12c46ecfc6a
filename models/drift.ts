// Whether the last days of a feature or an output are further from where its release was made than days of that season ever were. Pure; drift-rates.test.ts of the lab says how often it cries wolf.
import { type Distance, distanceBetween } from './distance.ts';
import type { Season } from './season.ts';
import { type Histogram, histogramOf, type Sketch, type Usual } from './sketch.ts';

/** What drift looks back over, in days. */
export const DRIFT_DAYS = [7, 28] as const;

/** A week without its Sunday is no week; of four of them, three days may be missing. */
export const leastDays = (days: number): number => days + 1 - days / 7;

export const DRIFT_SIGNS = ['psi', 'wasserstein', 'missing', 'stuck', 'wide'] as const;
export type DriftSign = (typeof DRIFT_SIGNS)[number];

export interface ColumnDrift extends Distance {
  readonly name: string;
  readonly kind: 'feature' | 'output';
  readonly missing: number;
  /** Of that, what was missing while this installation began: told, and held against nobody. Absent where there is none. */
  readonly beginning?: number;
  /** How many times as far as is tolerated, by the sign that is furthest: above 1 is an alert. */
  readonly severity: number;
  readonly sign: DriftSign;
}

/** No two years are alike: so many times what was the furthest, and so much more, is still nothing. */
const TOLERATED = {
  own: {
    psi: { factor: 2, more: 2 },
    wasserstein: { factor: 1.75, more: 0.25 },
    wide: { factor: 1.5, more: 0.25 },
    missing: { factor: 1, more: 0.1 },
  },
  /** Of a release made from many other machines together: a few are further from them than a week of them all ever was. */
  others: {
    psi: { factor: 2, more: 4 },
    wasserstein: { factor: 1.75, more: 1.25 },
    wide: { factor: 1.5, more: 0.75 },
    missing: { factor: 1, more: 0.4 },
  },
};
export type MadeFrom = keyof typeof TOLERATED;
/** Whoever is stuck does not move at all, and is something that always does: by this share of its deviation, or of the least it had. */
const MOVES = 0.1;
const STUCK_BELOW = 0.05;
/** JSON has no infinity, and nobody reads further. */
const MOST_SEVERE = 99;

/** Whether the release has such a season and stretches of so many days: without them nothing of the column is compared. */
export const isComparable = ({ seasons }: Sketch, { season, days }: Stretch): boolean =>
  seasons?.[season]?.usual.some((one) => one.days === days) ?? false;

interface Stretch {
  readonly season: Season;
  readonly days: number;
}

/** Null where it is not comparable. Of the values so many are missing because the installation began: with too many of them the rest is no such stretch, and raises nothing. */
export function columnDrift(
  kind: ColumnDrift['kind'],
  sketch: Sketch,
  values: Float64Array,
  { season, days, madeFrom = 'own' }: Stretch & { readonly madeFrom?: MadeFrom },
  begun = 0,
): ColumnDrift | null {
  const reference = sketch.seasons?.[season];
  const usual = reference?.usual.find((one) => one.days === days);
  if (!reference || !usual) return null;
  const beginning = begun / Math.max(values.length, 1);
  const column = compared({ name: sketch.name, kind }, { reference, usual, madeFrom }, values, beginning);
  const isStretch = begun * days < (days - leastDays(days) + 1) * values.length;
  return isStretch ? column : { ...column, severity: 0 };
}

/** Fewer different questions than this say nothing. */
export const LEAST_ASKED = 200;

/** Against all rows of the release: what callers ask has no season, and no stretch of days that is like another. */
export function askedDrift(kind: ColumnDrift['kind'], sketch: Sketch, values: Float64Array): ColumnDrift {
  const { deviation, missing } = sketch;
  // So far may draws of so many be from rows of which there are thirty (drift-of-asked.test.ts of the lab). PSI decides nothing: those of thirty places are bins of one place each.
  const usual = { psi: null, wasserstein: 0.25, missing, narrowest: deviation, widest: deviation && 1.25 * deviation };
  return compared({ name: sketch.name, kind }, { reference: sketch, usual, madeFrom: 'own' }, values, 0);
}

function compared(
  column: Pick<ColumnDrift, 'name' | 'kind'>,
  {
    reference,
    usual,
    madeFrom,
  }: { readonly reference: Histogram; readonly usual: Farthest; readonly madeFrom: MadeFrom },
  values: Float64Array,
  beginning: number,
): ColumnDrift {
  const live = histogramOf(values, reference.edges);
  const distance = distanceBetween(reference, live);
  const missing = beginning < 1 ? (live.missing - beginning) / (1 - beginning) : 0;
  const severities = severitiesOf(
    { ...distance, missing, deviation: live.deviation },
    { usual, deviation: reference.deviation, tolerated: TOLERATED[madeFrom] },
  );
  const sign = DRIFT_SIGNS.reduce((worst, one) => (severities[one] > severities[worst] ? one : worst));
  const severity = Math.min(severities[sign], MOST_SEVERE);
  return { ...column, ...distance, missing: live.missing, ...(beginning > 0 && { beginning }), severity, sign };
}

export const isAlert = ({ severity }: ColumnDrift): boolean => severity > 1;

/** Worst first. */
export const worstOf = (columns: readonly ColumnDrift[], most: number): readonly ColumnDrift[] =>
  [...columns].sort((a, b) => b.severity - a.severity).slice(0, most);

interface Live extends Distance {
  readonly missing: number;
  readonly deviation: number | null;
}

type Farthest = Pick<Usual, 'psi' | 'wasserstein' | 'missing' | 'narrowest' | 'widest'>;

function severitiesOf(
  live: Live,
  {
    usual,
    deviation,
    tolerated,
  }: {
    readonly usual: Farthest;
    readonly deviation: number | null;
    readonly tolerated: (typeof TOLERATED)[MadeFrom];
  },
): Record<DriftSign, number> {
  const over = (sign: keyof typeof tolerated, is: number | null, was: number | null, unit = 1): number => {
    const { factor, more } = tolerated[sign];
    return is === null || was === null || unit === 0 ? 0 : is / (factor * was + more * unit);
  };
  return {
    psi: over('psi', live.psi, usual.psi),
    wasserstein: over('wasserstein', live.wasserstein, usual.wasserstein),
    missing: over('missing', live.missing, usual.missing),
    wide: over('wide', live.deviation, usual.widest, deviation ?? 0),
    stuck: stuck(live.deviation, usual.narrowest, deviation),
  };
}

function stuck(live: number | null, narrowest: number | null, deviation: number | null): number {
  if (live === null || narrowest === null || deviation === null || narrowest <= MOVES * deviation) return 0;
  return live === 0 ? MOST_SEVERE : (STUCK_BELOW * narrowest) / live;
}
