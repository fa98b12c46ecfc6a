// The Paris clock and the calendar of fifteen years in one digest: equal in two runtimes, or some hour is not. Test support.
import { HOUR, instantsIn, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from '../../models/features/french-holidays.ts';
import { yearWave } from '../../models/features/season.ts';

const YEARS = { from: Date.UTC(2016, 0, 1), to: Date.UTC(2031, 0, 1) };

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

export const CALENDAR_DIGEST = '353aa369c900ed8a5ef0cf8e41408816be3e03508394ccb54de3cdeb32eb54e4';
