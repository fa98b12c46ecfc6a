// What was sold at the day-ahead auction: instants from the labels of a Paris clock, and how long each step of a delivery day is. Pure.
import type { Row } from '../dataset.ts';
import { DAY, type Duration, HOUR, type Instant, instantsAtParis, parisDate } from '../time.ts';
import type { Resolution } from './table.ts';

export interface Sold {
  readonly at: Instant;
  readonly price: number | null;
}

export interface Label {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Day first, as France and ENTSO-E write it. Null for anything else, 31 February included. */
export function labelOf(date: string, clock: string): Label | null {
  const [, day, month, year] = (/^(\d\d)[./](\d\d)[./](\d{4})$/.exec(date) ?? []).map(Number);
  const [, hour, minute] = (/^(\d\d?)[:h](\d\d)/.exec(clock) ?? []).map(Number);
  if (!day || !month || !year || hour === undefined || minute === undefined || hour > 23 || minute > 59) return null;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month <= 12
    ? { year, month, day, hour, minute }
    : null;
}

/** The instant of a label in a list that goes forward: the second time that the clocks show it is the later one. Null for the hour that March skips. */
export function instantAfter(label: Label, last: Instant | undefined): Instant | null {
  const shown = instantsAtParis(label);
  return shown.find((at) => last === undefined || at > last) ?? shown[0] ?? null;
}

/** Comma or point, a true minus or a hyphen; null where a dash, or nothing, stands for a price; undefined for anything else. */
export function priceOf(text: string): number | null | undefined {
  const bare = text.replace(/\s|€\/MWh$/g, '').replace('\u2212', '-');
  if (['', '-', '–', 'ND', 'N/A', 'n/e'].includes(bare)) return null;
  return /^-?\d{1,6}([.,]\d{1,4})?$/.test(bare) ? Number(bare.replace(',', '.')) : undefined;
}

/** How far past its hour a scheduled run asks: as far as the end of tomorrow, and never further. */
export const ASKS_AHEAD: Duration = 2 * DAY;

/** Midnight in Paris, 1 October 2025: the first quarter of an hour that was sold for delivery. */
export const QUARTERS_SINCE: Instant = Date.UTC(2025, 8, 30, 22);

/** A price that is not said makes no row. Each delivery day of Paris has one resolution: its spacing tells, and the calendar where a gap, or a single price, leaves it open. */
export function rowsOf(sold: readonly Sold[], quality: Row['quality']): Row[] {
  const days = Map.groupBy(sold, ({ at }) => parisDate(at));
  const resolutions = new Map([...days].map(([date, day]) => [date, resolutionOf(day.map(({ at }) => at))]));
  return sold.flatMap(({ at, price }) => {
    if (price === null) return [];
    return { zone: 'FR', resolution: resolutions.get(parisDate(at))!, at, price_eur_per_mwh: price, quality };
  });
}

function resolutionOf(day: readonly Instant[]): Resolution {
  const inOrder = [...new Set(day)].sort((a, b) => a - b);
  const closest = Math.min(DAY, ...inOrder.slice(1).map((at, i) => at - inOrder[i]!));
  if (closest < HOUR || inOrder.some((at) => at % HOUR !== 0)) return 'PT15M';
  if (closest === HOUR) return 'PT60M';
  return inOrder[0]! < QUARTERS_SINCE ? 'PT60M' : 'PT15M';
}
