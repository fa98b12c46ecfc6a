// The Paris clock and the calendar of forty years in one digest: equal in two runtimes, or some hour is not. Test support.
import { HOUR, instantsIn, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from '../../models/features/french-holidays.ts';
import { yearWave } from '../../models/features/season.ts';

const YEARS = { from: Date.UTC(1996, 0, 1), to: Date.UTC(2036, 0, 1) };

/** Every hour as the Float32 that features are made of. */
export async function calendarDigest(): Promise<string> {
  const flag = (yes: boolean): number => (yes ? 1 : 0);
  const columns = instantsIn(YEARS, HOUR).flatMap((at) => {
    const { year, month, day, hour, minute, weekday, dayOfYear } = parisClock(at);
    const { from, to } = parisDay(at, 1);
    const { sin, cos } = yearWave(at, 2);
    const hours = [(to - from) / HOUR, (from - at) / HOUR];
    return [
      year,
      month,
      day,
      hour,
      minute,
      weekday,
      dayOfYear,
      ...hours,
      sin,
      cos,
      flag(isHoliday(at)),
      flag(isBridge(at)),
    ];
  });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Float32Array.from(columns)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const CALENDAR_DIGEST = '0dcd5204e7506346e3bf81befc1a87e76fc4c83e0b4dc4b7de4f67b9ac718424';
