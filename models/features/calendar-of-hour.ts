// What the calendar says of an hour: its place in the day, week and year, and the holidays around it. Computed, never looked up: it is known for any year.
import { DAY, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from './french-holidays.ts';
import { LEVEL_DAYS } from './level.ts';
import { dayKind } from './like-days.ts';
import { rememberPerHistory } from './remembered.ts';
import { yearWave } from './season.ts';

/** In the order of ParisClock. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const YEAR_WAVES = ['year_sin', 'year_cos', 'half_year_sin', 'half_year_cos'] as const;
/** Each of these days is like no other. */
const END_OF_YEAR = [
  'december_22',
  'december_23',
  'december_24',
  'december_25',
  'december_26',
  'december_27',
  'december_28',
  'december_29',
  'december_30',
  'december_31',
  'january_1',
] as const;

export const CALENDAR_OF_HOUR = [
  'hour',
  'weekday',
  ...WEEKDAYS,
  'day_kind',
  'day_kind_1d_before',
  'day_kind_2d_before',
  'day_kind_7d_before',
  'day_kind_8d_before',
  'day_kind_1d_after',
  'day_kind_2d_after',
  'holiday',
  'holiday_2d_before',
  'holiday_7d_before',
  'holiday_8d_before',
  'holiday_14d_before',
  'holidays_in_level',
  'free_1d_before',
  'free_1d_after',
  'bridge',
  'bridge_1d_before',
  'bridge_1d_after',
  'days_from_christmas',
  'days_from_mid_august',
  'christmas_weeks',
  'mid_august',
  ...END_OF_YEAR,
  ...YEAR_WAVES,
] as const;
type CalendarOfHour = Record<(typeof CALENDAR_OF_HOUR)[number], number>;

const remember = rememberPerHistory<Omit<CalendarOfHour, 'hour'>>();

/** The history is not looked at: the day's answer is kept beside it. */
export function calendarOfHour(history: object, validAt: Instant): CalendarOfHour {
  const midnight = parisDay(validAt).from;
  return { ...remember(history, String(midnight), () => calendarOfDay(midnight)), hour: parisClock(validAt).hour };
}

const yes = (fact: boolean): number => (fact ? 1 : 0);

function calendarOfDay(at: Instant): Omit<CalendarOfHour, 'hour'> {
  const { year, month, day, weekday } = parisClock(at);
  const holiday = (daysBefore: number): number => yes(isHoliday(at, -daysBefore));
  const kind = (daysBefore: number): number => dayKind(at, -daysBefore);
  const bridge = (shift: number): number => yes(isBridge(parisDay(at, shift).from));
  const date = Date.UTC(year, month - 1, day);
  // January looks back to the Christmas before.
  const fromChristmas = Math.round((date - Date.UTC(month > 6 ? year : year - 1, 11, 25)) / DAY);
  const fromMidAugust = Math.round((date - Date.UTC(year, 7, 15)) / DAY);
  const on = (name: (typeof END_OF_YEAR)[number]): number => yes(END_OF_YEAR.indexOf(name) - 3 === fromChristmas);
  const wave = yearWave(at, 1);
  const halfWave = yearWave(at, 2);
  return {
    weekday,
    monday: yes(weekday === 0),
    tuesday: yes(weekday === 1),
    wednesday: yes(weekday === 2),
    thursday: yes(weekday === 3),
    friday: yes(weekday === 4),
    saturday: yes(weekday === 5),
    sunday: yes(weekday === 6),
    day_kind: kind(0),
    day_kind_1d_before: kind(1),
    day_kind_2d_before: kind(2),
    day_kind_7d_before: kind(7),
    day_kind_8d_before: kind(8),
    day_kind_1d_after: kind(-1),
    day_kind_2d_after: kind(-2),
    holiday: holiday(0),
    holiday_2d_before: holiday(2),
    holiday_7d_before: holiday(7),
    holiday_8d_before: holiday(8),
    holiday_14d_before: holiday(14),
    holidays_in_level: LEVEL_DAYS.filter((before) => isHoliday(at, -before)).length,
    free_1d_before: yes(kind(1) === 2),
    free_1d_after: yes(kind(-1) === 2),
    bridge: bridge(0),
    bridge_1d_before: bridge(-1),
    bridge_1d_after: bridge(1),
    days_from_christmas: Math.min(14, Math.max(-8, fromChristmas)),
    days_from_mid_august: Math.min(45, Math.max(-45, fromMidAugust)),
    christmas_weeks: yes(Math.abs(fromChristmas) <= 7),
    mid_august: yes(Math.abs(fromMidAugust) < 12),
    december_22: on('december_22'),
    december_23: on('december_23'),
    december_24: on('december_24'),
    december_25: on('december_25'),
    december_26: on('december_26'),
    december_27: on('december_27'),
    december_28: on('december_28'),
    december_29: on('december_29'),
    december_30: on('december_30'),
    december_31: on('december_31'),
    january_1: on('january_1'),
    year_sin: wave.sin,
    year_cos: wave.cos,
    half_year_sin: halfWave.sin,
    half_year_cos: halfWave.cos,
  };
}
