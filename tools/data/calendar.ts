// Public holidays with their bridges, and school holidays, joined day by day. What the files do not know stays empty.
import { calendar } from '../../data/calendar/dataset.ts';
import { datesFrom } from '../../data/calendar/day.ts';
import { everyDayFile } from '../../data/calendar/files.ts';
import { publicDays } from '../../data/calendar/public-holidays.ts';
import { schoolDay } from '../../data/calendar/school-days.ts';
import { dataGouvSchool } from '../../data/calendar/sources/data-gouv-school.ts';
import type { Row } from '../../data/dataset.ts';
import { type Instant, parisClock, type TimeWindow } from '../../data/time.ts';
import { publicHolidays, schoolDaysOff } from '../simulate/holidays.ts';
import type { Imported, Importer } from './importer.ts';

/** No dataset of ours goes further back. */
const SINCE = '2000-01-01';

export const calendarImport: Importer = {
  definition: calendar,
  async *rows(shared): AsyncGenerator<Imported> {
    const names = new Map<string, string>();
    for (const path of shared.files('calendar', /^jours_feries.*\.csv$/))
      for await (const row of shared.table(path, everyDayFile))
        if (row['is_public_holiday'] === true && String(row['date']) >= SINCE)
          names.set(String(row['date']), String(row['public_holiday_name']));
    const school: Row[] = [];
    for (const path of shared.files('calendar', /^vacances_scolaires.*\.csv$/))
      for await (const row of shared.answer(path, dataGouvSchool.parse))
        if (String(row['date']) >= SINCE) school.push(row);
    yield* joined(publicDays(names), school, 'calendar-file');
  },
  *simulated(_, window): Generator<Imported> {
    const years = yearsOf(window);
    const names = new Map(years.flatMap((year) => [...publicHolidays(year)]));
    const school = years.flatMap((year) => {
      const off = schoolDaysOff(year);
      return datesFrom(`${year}-09-01`, `${year + 1}-08-31`).map((date) => {
        const { name = null, zones } = off.get(date) ?? {};
        const on = (zone: 'a' | 'b' | 'c'): boolean => zones?.has(zone) ?? false;
        return schoolDay(date, { a: on('a'), b: on('b'), c: on('c') }, name);
      });
    });
    yield* joined(publicDays(names), school, 'simulator');
  },
};

function* joined(holidays: readonly Row[], school: readonly Row[], source: string): Generator<Imported> {
  const days = new Map<Instant, Row>();
  for (const row of [...holidays, ...school]) {
    const at = Number(row['at']);
    const known = days.get(at);
    days.set(at, known ? { ...known, ...row } : row);
  }
  for (const [, row] of [...days].sort(([a], [b]) => a - b)) yield { row, source };
}

/** One more on either side: days look at the days around them. */
function yearsOf({ from, to }: TimeWindow): number[] {
  const [first, last] = [parisClock(from).year - 1, parisClock(to - 1).year + 1];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
