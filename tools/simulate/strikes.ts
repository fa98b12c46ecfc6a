// Strikes at the railways of our world, with the defects of the real list: ends that nobody told, lines that share start and end, semicolons inside quotes. Pure.
import { dateAfter } from '../../data/calendar/day.ts';
import { DAY } from '../../data/time.ts';
import { type Noise, seedOf, whiteNoise } from './noise.ts';

export interface Strike {
  readonly start: string;
  /** Nobody told it, where it is empty. */
  readonly end: string;
  readonly reason: string;
  readonly unions: string;
  readonly trades: string;
  readonly population: number | null;
  readonly strikers: number | null;
  readonly ratePct: number | null;
}

const SINCE = Date.UTC(2002, 9, 7);
const WEEK = 7 * DAY;
/** Twenty a year, some of them twice. */
const SHARE_OF_WEEKS = 0.36;
const REASONS = [
  'Salaires et pouvoir d’achat',
  'Emploi ; conditions de travail',
  'Organisation de la maintenance',
  'Avenir du fret ; ouverture à la concurrence',
  'Retraites',
  'Sûreté à bord des trains et en gare',
];
const UNIONS = ['CGT', 'SUD', 'CGT;SUD', 'CGT, UNSA, SUD-Rail', 'CFDT;UNSA', 'FO'];
const TRADES = ['conducteur', 'chef de bord;accueil en gare et vente', '', 'infrastructure;logistique', 'conducteur'];
/** As SNCF writes the end of a notice: most often two days later. */
const LENGTHS_DAYS = [2, 0, 2, 1, 2, 2, 3, 2, 6, 0];

/** Those that begin on these days, in order. */
export function strikesBetween(seed: number, first: string, last: string): readonly Strike[] {
  const chance = whiteNoise(seedOf(seed, 'strikes'));
  const strikes: Strike[] = [];
  const firstWeek = Math.max(0, Math.floor((Date.parse(`${first}T00:00:00Z`) - SINCE) / WEEK));
  for (let week = firstWeek; SINCE + week * WEEK <= Date.parse(`${last}T00:00:00Z`); week++)
    for (const strike of strikesOf(chance, week))
      if (strike.start >= first && strike.start <= last) strikes.push(strike);
  return strikes.sort((a, b) => (a.start < b.start ? -1 : 1));
}

function strikesOf(chance: Noise, week: number): Strike[] {
  const share = (n: number): number => (chance(week * 16 + n) + 1) / 2;
  const pick = <T>(list: readonly T[], n: number): T => list[Math.floor(share(n) * list.length)]!;
  if (share(0) > SHARE_OF_WEEKS) return [];
  const start = dateAfter(new Date(SINCE + week * WEEK).toISOString().slice(0, 10), Math.floor(share(1) * 5));
  const end = share(2) < 0.45 ? '' : dateAfter(start, pick(LENGTHS_DAYS, 3));
  const figures = (n: number): Pick<Strike, 'population' | 'strikers' | 'ratePct'> => {
    const rate = Math.round(2 + 480 * share(n) ** 3) / 10;
    if (share(n + 1) < 0.34) return { population: null, strikers: null, ratePct: share(n + 1) < 0.01 ? null : rate };
    const population = Math.round(300 + 120_000 * share(n + 2));
    return { population, strikers: Math.round((population * rate) / 100), ratePct: rate };
  };
  const one = { start, end, reason: pick(REASONS, 4), unions: pick(UNIONS, 5), trades: pick(TRADES, 6), ...figures(7) };
  // Another union joins with a notice of its own.
  const joins = UNIONS.filter((unions) => unions !== one.unions);
  return share(10) < 0.1 ? [one, { ...one, unions: pick(joins, 11), ...figures(12) }] : [one];
}
