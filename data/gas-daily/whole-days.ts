// The same days as `sources/gas-hours.ts` makes, from hours in memory: for files that never saw our database. Pure.
import { QUALITIES } from '../columns.ts';
import type { Row } from '../dataset.ts';
import { HOUR, parisClock, parisDate, parisDay } from '../time.ts';
import { SERVED } from './served.ts';

interface Hour {
  readonly at: number;
  readonly mwh: number;
  /** Index into QUALITIES. */
  readonly rank: number;
  /** From one of those who serve the region. */
  readonly owed: boolean;
}

const keyOf = (one: Readonly<Record<string, unknown>>): string =>
  `${one['operator']}/${one['region']}/${one['sector']}`;
const OWED = new Set(SERVED.map(keyOf));

/** Rows of `gas` in any order; each key once. Days come by area, then in order of time. */
export function wholeDays(rows: Iterable<Row>): Row[] {
  const regions = regionHours(rows);
  const all = [...regions.values()];
  const france = [...(all[0]?.keys() ?? [])].flatMap((at) => {
    const hours = all.flatMap((byInstant) => byInstant.get(at) ?? []);
    return hours.length === regions.size ? [added(hours)] : [];
  });
  return [
    ...daysOf('FR', france),
    ...[...regions].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([area, hours]) => daysOf(area, [...hours.values()])),
  ];
}

/** By region, the hours that each of its operators has told. */
function regionHours(rows: Iterable<Row>): ReadonlyMap<string, ReadonlyMap<number, Hour>> {
  const owed = new Map<string, number>();
  for (const { region } of SERVED) owed.set(region, (owed.get(region) ?? 0) + 1);
  const told = new Map([...owed.keys()].map((region) => [region, new Map<number, Hour[]>()]));
  for (const row of rows) {
    const hours = told.get(String(row['region']));
    if (!hours || row['consumption_mwh'] === null) continue;
    const hour = {
      at: Number(row['at']),
      mwh: Number(row['consumption_mwh']),
      rank: QUALITIES.indexOf(row.quality),
      owed: OWED.has(keyOf(row)),
    };
    hours.set(hour.at, [...(hours.get(hour.at) ?? []), hour]);
  }
  return new Map(
    Array.from(told, ([region, hours]) => {
      const whole = [...hours].filter(([, parts]) => parts.filter((part) => part.owed).length === owed.get(region));
      return [region, new Map(whole.map(([at, parts]) => [at, added(parts)]))];
    }),
  );
}

const added = (hours: readonly Hour[]): Hour => ({
  at: hours[0]?.at ?? Number.NaN,
  mwh: sum(hours),
  rank: Math.min(...hours.map(({ rank }) => rank)),
  owed: true,
});
const sum = (hours: readonly Hour[]): number => hours.reduce((total, { mwh }) => total + mwh, 0);

function daysOf(area: string, hours: readonly Hour[]): Row[] {
  const days = new Map<number, Hour[]>();
  for (const hour of hours.toSorted((a, b) => a.at - b.at)) {
    const midnight = parisDay(hour.at).from;
    const day = days.get(midnight);
    if (day) day.push(hour);
    else days.set(midnight, [hour]);
  }
  return [...days].flatMap(([at, day]) => (day.length * HOUR === parisDay(at).to - at ? [dayOf(area, at, day)] : []));
}

function dayOf(area: string, at: number, hours: readonly Hour[]): Row {
  const total = sum(hours);
  const clock = hours.map((hour) => parisClock(hour.at).hour);
  const largest = Math.max(...hours.map(({ mwh }) => mwh));
  const rises = hours.slice(1).map(({ mwh }, i) => mwh - (hours[i]?.mwh ?? Number.NaN));
  // Shares of nothing are unknown.
  const share = (part: number, whole: number): number | null =>
    whole === 0 ? null : Math.round((part / whole) * 1e6) / 1e6;
  const quarter = (from: number): number | null =>
    share(sum(hours.filter((_, i) => clock[i]! >= from && clock[i]! < from + 6)), total);
  return {
    area,
    at,
    date: parisDate(at),
    quality: QUALITIES[Math.min(...hours.map(({ rank }) => rank))] ?? 'real time',
    consumption_mwh: Math.round(total * 1000) / 1000,
    night_share: quarter(0),
    morning_share: quarter(6),
    afternoon_share: quarter(12),
    evening_share: quarter(18),
    load_factor_share: share(total / hours.length, largest),
    steepest_rise_share: share(Math.max(...rises, 0), total),
    peak_at_hours: clock[hours.findIndex(({ mwh }) => mwh === largest)] ?? null,
  };
}
