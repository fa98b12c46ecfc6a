import { describe, expect, it } from 'vitest';
import {
  DAY,
  floorTo,
  formatInstant,
  HOUR,
  instantsAtParis,
  instantsIn,
  MINUTE,
  midnightOf,
  parisClock,
  parisDate,
  parisDay,
  parisOffset,
  parisTimeOn,
  parseInstant,
  slices,
} from './time.ts';

const utc = (text: string): number => Date.parse(text);
const QUARTER = 15 * MINUTE;

describe('reading instants', () => {
  it.each([
    ['2026-11-20T10:15:00Z', '2026-11-20T10:15:00.000Z'],
    ['2026-11-20T10:15Z', '2026-11-20T10:15:00.000Z'],
    ['2026-11-20T11:15:00+01:00', '2026-11-20T10:15:00.000Z'],
    ['2026-11-20T11:15:00+0100', '2026-11-20T10:15:00.000Z'],
    ['2026-07-01T00:00:00+02:00', '2026-06-30T22:00:00.000Z'],
    ['2026-01-01T00:00:00-03:30', '2026-01-01T03:30:00.000Z'],
    ['2026-01-01T00:00:00.57Z', '2026-01-01T00:00:00.570Z'],
    ['2026-01-01T00:00:00.9999999Z', '2026-01-01T00:00:00.999Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['2000-02-29T12:00:00Z', '2000-02-29T12:00:00.000Z'],
    ['0099-12-31T00:00:00Z', null],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z'],
    // Kiribati.
    ['2026-01-01T14:00:00+14:00', '2026-01-01T00:00:00.000Z'],
  ])('reads %s', (text, want) => {
    const at = parseInstant(text);
    expect(at === null ? null : new Date(at).toISOString()).toBe(want);
  });

  it.each([
    '',
    '2026-11-20',
    '2026-11-20T10:15:00',
    '2026-11-20 10:15:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T10:60:00Z',
    '2026-11-20T10:15:60Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T00:00:00z',
    '2026-01-01T00:00:00+1:00',
    '2026-01-01T00:00:00+14:01',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+01:60',
    '2026-01-01T00:00:00+01:00[Europe/Paris]',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00.1234567890Z',
    '+002026-01-01T00:00:00Z',
    '-2026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '٢٠٢٦-01-01T00:00:00Z',
    '1767225600000',
    "2026-01-01T00:00:00Z'; DROP TABLE consumption; --",
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('gives back what it wrote, for any millisecond from year 100 on', () => {
    for (let i = 0; i < 20_000; i++) {
      const at = utc('0100-01-01T00:00:00Z') + i * 15_000_000_019;
      if (at > utc('9999-12-31T00:00:00Z')) break;
      expect(parseInstant(formatInstant(at))).toBe(at);
    }
  });

  it('writes milliseconds only when there are any', () => {
    expect(formatInstant(utc('2026-01-01T00:00:00Z'))).toBe('2026-01-01T00:00:00Z');
    expect(formatInstant(utc('2026-01-01T00:00:00.5Z'))).toBe('2026-01-01T00:00:00.500Z');
  });
});

it('knows no midnight of a day that no calendar has, or that is written otherwise', () => {
  expect(midnightOf('2024-02-29')).toBe(utc('2024-02-28T23:00:00Z'));
  expect(['2026-02-29', '2026-02-31', '2026-13-01', '20260101', '2026-1-1'].map(midnightOf)).toEqual(
    new Array(5).fill(null),
  );
});

describe('windows', () => {
  it('are half open', () => {
    const window = { from: utc('2026-01-01T00:00:00Z'), to: utc('2026-01-01T01:00:00Z') };
    expect(instantsIn(window, QUARTER).map(formatInstant)).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:15:00Z',
      '2026-01-01T00:30:00Z',
      '2026-01-01T00:45:00Z',
    ]);
  });

  it('begin at the first multiple of the step, before 1970 too', () => {
    expect(instantsIn({ from: -QUARTER + 1, to: 1 }, QUARTER)).toEqual([-0]);
    expect(floorTo(HOUR, -1)).toBe(-HOUR);
  });

  it('are cut into pieces that touch and lose nothing', () => {
    expect(slices({ from: 0, to: 10 }, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
    expect(slices({ from: 5, to: 5 }, 4)).toEqual([]);
  });
});

describe('the Paris clock', () => {
  const intl = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const byIntl = (at: number): string => intl.format(at).replace(',', '');
  const byUs = (at: number): string => {
    const { day, month, year, hour, minute } = parisClock(at);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${two(day)}/${two(month)}/${year} ${two(hour)}:${two(minute)}`;
  };

  it('agrees with Intl every 7 hours and 13 minutes from 1996 to 2060', () => {
    let checked = 0;
    for (let at = utc('1996-01-01T00:00:00Z'); at < utc('2061-01-01T00:00:00Z'); at += 7 * HOUR + 13 * MINUTE) {
      if (byUs(at) !== byIntl(at)) throw new Error(`${formatInstant(at)}: got ${byUs(at)}, Intl says ${byIntl(at)}`);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(78_000);
  });

  it('agrees with Intl every minute around each change of the clocks from 1996 to 2060', () => {
    for (let year = 1996; year <= 2060; year++) {
      for (const month of [2, 9]) {
        for (let day = 25; day <= 31; day++) {
          const night = Date.UTC(year, month, day);
          for (let at = night + HOUR - 2 * MINUTE; at < night + HOUR + 2 * MINUTE; at += MINUTE) {
            expect(byUs(at)).toBe(byIntl(at));
          }
        }
      }
    }
  });

  it('knows leap days, weekdays and the day of the year', () => {
    expect(parisClock(utc('2024-02-29T12:00:00Z'))).toEqual({
      year: 2024,
      month: 2,
      day: 29,
      hour: 13,
      minute: 0,
      weekday: 3,
      dayOfYear: 60,
    });
    expect(parisClock(utc('2024-12-31T12:00:00Z')).dayOfYear).toBe(366);
    expect(parisClock(utc('2026-12-31T22:59:00Z')).dayOfYear).toBe(365);
    // An hour before midnight in London, the new year in Paris.
    expect(parisClock(utc('2026-12-31T23:00:00Z'))).toMatchObject({ year: 2027, dayOfYear: 1, weekday: 4 });
    expect(parisDate(utc('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
  });
});

describe('the nights on which the clocks change', () => {
  const spring = utc('2026-03-29T12:00:00Z');
  const autumn = utc('2026-10-25T12:00:00Z');

  it('last 23 and 25 hours: 92 and 100 quarter-hours', () => {
    expect(instantsIn(parisDay(spring), QUARTER)).toHaveLength(92);
    expect(instantsIn(parisDay(autumn), QUARTER)).toHaveLength(100);
    expect(instantsIn(parisDay(autumn, 1), QUARTER)).toHaveLength(96);
    expect(parisDay(spring)).toEqual({ from: utc('2026-03-28T23:00:00Z'), to: utc('2026-03-29T22:00:00Z') });
    expect(parisDay(autumn)).toEqual({ from: utc('2026-10-24T22:00:00Z'), to: utc('2026-10-25T23:00:00Z') });
  });

  it('skips 02:30 in March and lives it twice in October, summer time first', () => {
    expect(instantsAtParis({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 })).toEqual([]);
    expect(instantsAtParis({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }).map(formatInstant)).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
    ]);
    expect(instantsAtParis({ year: 2026, month: 10, day: 25, hour: 3 })).toEqual([utc('2026-10-25T02:00:00Z')]);
    expect(instantsAtParis({ year: 2026, month: 6, day: 1 })).toEqual([utc('2026-05-31T22:00:00Z')]);
  });

  it('reads a skipped hour as the moment the clocks moved, and a doubled one as its first time', () => {
    expect(formatInstant(parisTimeOn(spring, { hour: 2, minute: 30 }))).toBe('2026-03-29T01:00:00Z');
    expect(formatInstant(parisTimeOn(autumn, { hour: 2, minute: 30 }))).toBe('2026-10-25T00:30:00Z');
  });

  it('moves by local days, not by 24 hours', () => {
    const noon = utc('2026-03-28T11:00:00Z');
    expect(formatInstant(parisTimeOn(noon, { hour: 12, shiftDays: 1 }))).toBe('2026-03-29T10:00:00Z');
    expect(formatInstant(parisTimeOn(autumn, { hour: 10, shiftDays: -1 }))).toBe('2026-10-24T08:00:00Z');
    expect(parisDay(utc('2026-01-31T12:00:00Z'), 1).from).toBe(utc('2026-01-31T23:00:00Z'));
    expect(parisDay(utc('2024-03-01T12:00:00Z'), -1).from).toBe(utc('2024-02-28T23:00:00Z'));
  });

  it('makes days that touch, hold their instant and have 23, 24 or 25 hours, from 1996 to 2060', () => {
    const lengths = new Map<number, number>();
    let day = parisDay(utc('1996-01-01T12:00:00Z'));
    while (day.from < utc('2060-12-31T00:00:00Z')) {
      const next = parisDay(day.from, 1);
      if (next.from !== day.to) throw new Error(`${formatInstant(day.to)} is not followed by its next day`);
      if (parisDay(day.to - 1).from !== day.from)
        throw new Error(`${formatInstant(day.from)} does not hold its last moment`);
      const hours = (day.to - day.from) / HOUR;
      lengths.set(hours, (lengths.get(hours) ?? 0) + 1);
      day = next;
    }
    expect([...lengths.keys()].sort()).toEqual([23, 24, 25]);
    expect(lengths.get(23)).toBe(65);
    expect(lengths.get(25)).toBe(65);
  });

  it('finds every instant again from what the clock showed', () => {
    for (let at = utc('2025-01-01T00:00:00Z'); at < utc('2027-01-01T00:00:00Z'); at += QUARTER) {
      if (!instantsAtParis(parisClock(at)).includes(at)) throw new Error(`${formatInstant(at)} is lost`);
    }
    expect(parisOffset(utc('2026-03-29T00:59:59Z'))).toBe(HOUR);
    expect(parisOffset(utc('2026-03-29T01:00:00Z'))).toBe(2 * HOUR);
    expect(parisOffset(utc('2026-10-25T00:59:59Z'))).toBe(2 * HOUR);
    expect(parisOffset(utc('2026-10-25T01:00:00Z'))).toBe(HOUR);
    expect(DAY).toBe(86_400_000);
  });
});
