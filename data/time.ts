// Instants, windows and the Paris clock. Never reads a clock, never uses Intl (it differs between runtimes).

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** Milliseconds. */
export type Duration = number;
/** Half open: from <= t < to. */
export interface TimeWindow {
  readonly from: Instant;
  readonly to: Instant;
}

export const SECOND: Duration = 1_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/;

/** Reads ISO 8601 with an explicit zone. Null for anything else: a local time without a zone is not an instant. */
export function parseInstant(text: string): Instant | null {
  const m = ISO.exec(text);
  if (!m) return null;
  const [, y, mo, d, h, mi, s = '0', fraction = '', zone = 'Z'] = m;
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return null;
  const local = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  const back = new Date(local);
  // Date.UTC rolls 31 February over into March and reads year 50 as 1950: what was written must be what comes back.
  if (back.getUTCFullYear() !== Number(y) || back.getUTCMonth() + 1 !== Number(mo) || back.getUTCDate() !== Number(d)) {
    return null;
  }
  const offset = zoneOffset(zone);
  if (offset === null) return null;
  return local - offset + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function zoneOffset(zone: string): Duration | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  // Kiribati is the furthest ahead.
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** `2026-11-20T10:15:00Z`; milliseconds only when there are any. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

export function floorTo(step: Duration, at: Instant): Instant {
  return Math.floor(at / step) * step;
}

/** Every multiple of `step` inside the window. */
export function instantsIn({ from, to }: TimeWindow, step: Duration): Instant[] {
  const out: Instant[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) out.push(at);
  return out;
}

/** The window cut into pieces of at most `length`, in order. */
export function slices({ from, to }: TimeWindow, length: Duration): TimeWindow[] {
  const out: TimeWindow[] = [];
  for (let at = from; at < to; at += length) out.push({ from: at, to: Math.min(at + length, to) });
  return out;
}

// ---- Europe/Paris ------------------------------------------------------------------------------------------------

/** 01:00 UTC on the last Sunday of a month (0 = January): when the European Union moves its clocks, since 1996. */
function lastSundayAtOne(year: number, month: number): Instant {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1);
}

/** When each year's summer time begins and ends: asked for with every row, worked out once. */
const summers = new Map<number, TimeWindow>();

function summerOf(year: number): TimeWindow {
  const known = summers.get(year);
  if (known) return known;
  const summer = { from: lastSundayAtOne(year, 2), to: lastSundayAtOne(year, 9) };
  summers.set(year, summer);
  return summer;
}

/** What Paris adds to UTC: one hour in winter, two in summer. The rule of 1996; older instants follow it too. */
export function parisOffset(at: Instant): Duration {
  const { from, to } = summerOf(new Date(at).getUTCFullYear());
  return at >= from && at < to ? 2 * HOUR : HOUR;
}

export interface ParisClock {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 = Monday … 6 = Sunday */
  readonly weekday: number;
  /** 1 to 366 */
  readonly dayOfYear: number;
}

/** What a clock on a wall in Paris shows. */
export function parisClock(at: Instant): ParisClock {
  const wall = new Date(at + parisOffset(at));
  const year = wall.getUTCFullYear();
  const midnight = Date.UTC(year, wall.getUTCMonth(), wall.getUTCDate());
  return {
    year,
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    weekday: (wall.getUTCDay() + 6) % 7,
    dayOfYear: Math.round((midnight - Date.UTC(year, 0, 1)) / DAY) + 1,
  };
}

/** `YYYY-MM-DD` in Paris. */
export function parisDate(at: Instant): string {
  return new Date(at + parisOffset(at)).toISOString().slice(0, 10);
}

/**
 * The instants at which a Paris clock shows this local time: one, none (the hour skipped in March)
 * or two (the hour lived twice in October, the summer one first).
 */
export function instantsAtParis(
  local: Pick<ParisClock, 'year' | 'month' | 'day'> & { hour?: number; minute?: number },
): Instant[] {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour ?? 0, local.minute ?? 0);
  return [wall - 2 * HOUR, wall - HOUR].filter((at) => at + parisOffset(at) === wall);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Midnight in Paris of a day written `YYYY-MM-DD`; null for what no calendar has: V8 itself reads 31 February as 3 March. */
export function midnightOf(date: string): Instant | null {
  const [, year, month, day] = (DATE.exec(date) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10) !== date) return null;
  return instantsAtParis({ year, month, day })[0] ?? null;
}

/** Midnight to midnight in Paris around an instant, moved by whole local days: 23, 24 or 25 hours long. */
export function parisDay(at: Instant, shiftDays = 0): TimeWindow {
  const wall = new Date(at + parisOffset(at));
  const midnight = (shift: number): Instant => {
    const day = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + shift));
    // Paris never skips or repeats midnight: its clocks move at 02:00 and 03:00.
    return instantsAtParis({ year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() })[0]!;
  };
  return { from: midnight(shiftDays), to: midnight(shiftDays + 1) };
}

/** The instant at which Paris reads `hour:minute` on the local day around `at`, moved by whole days. */
export function parisTimeOn(
  at: Instant,
  { hour, minute = 0, shiftDays = 0 }: { hour: number; minute?: number; shiftDays?: number },
): Instant {
  const day = parisClock(parisDay(at, shiftDays).from + 12 * HOUR);
  const [first] = instantsAtParis({ year: day.year, month: day.month, day: day.day, hour, minute });
  // An hour that March skips is read as the moment the clocks moved.
  return first ?? parisTimeOn(at, { hour: hour + 1, minute: 0, shiftDays });
}
