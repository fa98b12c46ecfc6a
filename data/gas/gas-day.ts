// One day of gas as its publishers write it, 24 columns a line, to hours in UTC. What the labels of the columns mean was settled from the data: see README.md.
import { QUALITIES, type Quality } from '../columns.ts';
import type { Finding, Memory } from '../table-format.ts';
import { type Instant, instantsAtParis, midnightOf } from '../time.ts';
import { type Place, placeOf, plain } from './regions.ts';
import type { Operator } from './table.ts';

/** As it stands in the line. `hours` in the order of their labels, 00:00 first; null where nothing stands there. */
export interface GasDay {
  readonly date: string;
  readonly operator: string;
  readonly sector: string;
  readonly region: string;
  readonly status: string;
  readonly total: number | null;
  readonly hours: readonly (number | null)[];
}

interface Convention {
  readonly operator: Operator;
  /** The label under which 06:00 in Paris stands, when the gas day begins. */
  readonly labelOfSix: (date: string) => number;
  /** Whether the one column for the hour that October lives twice holds both. */
  readonly octoberHoldsBoth: boolean;
}
const TEREGA: Convention = { operator: 'terega', labelOfSix: () => 6, octoberHoldsBoth: false };
/** Six hours late until somebody mended it, but for one month; renamed in 2025. */
const NATRAN: Convention = {
  operator: 'natran',
  labelOfSix: (date) => (date < '2023-06-01' && !date.startsWith('2022-05') ? 12 : 6),
  octoberHoldsBoth: true,
};
const OPERATORS = new Map([
  ['grtgaz', NATRAN],
  ['natran', NATRAN],
  ['terega', TEREGA],
  ['tigf', TEREGA],
]);
const SECTORS = new Map([['grdeld', 'distribution']]);
const STATUSES = new Map<string, Quality>([
  ['definitif', 'definitive'],
  ['provisoire', 'real time'],
]);

export function hoursOf(day: GasDay, memory: Memory): readonly Finding[] {
  const convention = OPERATORS.get(plain(day.operator));
  const sector = SECTORS.get(plain(day.sector));
  const place = placeOf(day.region);
  const quality = STATUSES.get(plain(day.status));
  if (!convention) return [`operator ${day.operator.slice(0, 60)} is new to us`];
  if (!sector) return [`sector ${day.sector.slice(0, 60)} is new to us`];
  if (!place) return [`region ${day.region.slice(0, 60)} is new to us`];
  if (!quality) return [`status ${day.status.slice(0, 60)} is new to us`];
  if (midnightOf(day.date) === null) return [`want a day as 2026-01-31, got ${day.date.slice(0, 60)}`];
  const doubts = doubtsOf(day);
  const { operator } = convention;
  const whole =
    place.parts === 1 ? { hours: day.hours, quality } : addedUp(day, quality, place, `${operator}/${sector}`, memory);
  if (typeof whole === 'string') return [...doubts, { warning: whole }];
  const rows = instantsOf(day.date, whole.hours, convention).map(
    (hour): Finding =>
      typeof hour === 'string'
        ? hour
        : { operator, sector, region: place.region, at: hour.at, consumption_mwh: hour.mwh, quality: whole.quality },
  );
  return [...doubts, ...rows];
}

/** The publisher adds the day up too: where that differs a digit has slipped, and somebody must look. */
function doubtsOf({ date, operator, region, hours, total }: GasDay): Finding[] {
  if (total === null || hours.includes(null)) return [];
  const sum = hours.reduce<number>((all, mwh) => all + (mwh ?? Number.NaN), 0);
  if (Math.abs(sum - total) <= 1) return [];
  const text = `${operator} ${region} ${date}: the hours make ${sum.toFixed(0)} MWh, the day says ${total.toFixed(0)}`;
  return [{ warning: text.slice(0, 200) }];
}

interface Hour {
  readonly at: Instant;
  readonly mwh: number;
}

function instantsOf(date: string, hours: readonly (number | null)[], convention: Convention): (Hour | string)[] {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const six = convention.labelOfSix(date);
  // In order of time, not of labels.
  return hours.flatMap((_, sinceSix): (Hour | string)[] => {
    const label = (six + sinceSix) % 24;
    const mwh = hours[label] ?? null;
    if (mwh === null) return [];
    // A gas day lasts from 06:00 to 06:00: its last six hours are those of the next morning.
    const wall = new Date(Date.UTC(year, month - 1, day, 6 + sinceSix));
    const [first, second] = instantsAtParis({
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
      hour: wall.getUTCHours(),
    });
    if (first === undefined) return [`label ${label} stands for an hour that the clocks skipped`];
    if (second === undefined || !convention.octoberHoldsBoth) return [{ at: first, mwh }];
    // Shared equally: the hours of the day still make its total.
    return [
      { at: first, mwh: mwh / 2 },
      { at: second, mwh: mwh / 2 },
    ];
  });
}

interface Whole {
  readonly hours: readonly (number | null)[];
  readonly quality: Quality;
}

/** Old regions become new ones by addition, as good as the least of them. A sentence where there is nothing to load yet, or any more. */
function addedUp(
  day: GasDay,
  quality: Quality,
  { region, parts }: Place,
  owner: string,
  memory: Memory,
): Whole | string {
  const key = `${owner}/${region}/${day.date}`;
  const part = `${key}/${plain(day.region)}`;
  const name = day.region.slice(0, 60);
  if (memory.has(part)) return `${name} of ${day.date} comes again: its first line counts, this one was left out`;
  memory.set(part, 1);
  const count = (memory.get(key) ?? 0) + 1;
  memory.set(key, count);
  const rank = Math.min(memory.get(`${key}/quality`) ?? Number.POSITIVE_INFINITY, QUALITIES.indexOf(quality));
  memory.set(`${key}/quality`, rank);
  const sums = day.hours.map((mwh, label) => {
    const sum = mwh === null ? Number.NaN : (memory.get(`${key}/${label}`) ?? 0) + mwh;
    memory.set(`${key}/${label}`, sum);
    return sum;
  });
  if (count < parts) return `${name} is one of ${parts} parts of ${region}: loaded when all of them are there`;
  for (let label = 0; label < sums.length; label++) memory.delete(`${key}/${label}`);
  return { hours: sums.map((sum) => (Number.isNaN(sum) ? null : sum)), quality: QUALITIES[rank] ?? quality };
}
