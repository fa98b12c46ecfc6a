// Public holidays, bridges and school holidays of metropolitan France, and when each could be known.
import { defineDataset } from '../dataset.ts';
import { DAY, type Instant, instantsAtParis, parisClock, parisDate } from '../time.ts';
import { schoolYearOf } from './day.ts';
import { everyDayFile, holidaysFile } from './files.ts';
import { calendrierApi } from './sources/calendrier-api.ts';
import { dataGouvPublic } from './sources/data-gouv-public.ts';
import { dataGouvSchool } from './sources/data-gouv-school.ts';
import { education } from './sources/education.ts';
import { DAY_COLUMNS, PUBLIC, SCHOOL, calendar as table } from './table.ts';

/** The law fixes public holidays for ever; we claim no more than that a year's were known when the year before began. */
const yearBefore = (at: Instant): Instant =>
  instantsAtParis({ year: parisClock(at).year - 1, month: 1, day: 1 })[0] ?? at - 366 * DAY;

/** The order for a school year appears a year or more before it begins, at times later: we claim no more than six months. */
const sixMonthsBefore = (at: Instant): Instant =>
  instantsAtParis({ year: schoolYearOf(parisDate(at)), month: 3, day: 1 })[0] ?? at - 184 * DAY;

export const calendar = defineDataset({
  id: 'calendar',
  title: { en: 'Calendar of holidays', fr: 'Calendrier des jours fériés et vacances' },
  table,
  key: ['at'],
  timeColumn: 'at',
  places: {},
  ranges: {},
  notes: {
    at: 'Midnight in Paris at which the day begins, in UTC.',
    date: 'The day in Paris, YYYY-MM-DD.',
    is_public_holiday:
      'Whether it is a public holiday in all of metropolitan France; not the two of Alsace and Moselle.',
    public_holiday_name: 'Its name in French, as the source gives it.',
    is_bridge_day:
      'Whether it is a Monday before, or a Friday after, a public holiday, and none itself. Unknown where the holiday would be in a year not yet published.',
    is_school_holiday_a: 'Whether pupils of zone A have holidays, weekends within them included.',
    is_school_holiday_b: 'Whether pupils of zone B have holidays, weekends within them included.',
    is_school_holiday_c: 'Whether pupils of zone C have holidays, weekends within them included.',
    school_holiday_name: 'The name in French of the school holiday, whichever zones have it.',
  },
  headline: 'is_public_holiday',
  parts: {
    day: { columns: DAY_COLUMNS, knownAt: (row) => yearBefore(Number(row['at'])) },
    public: { columns: PUBLIC, knownAt: (row) => yearBefore(Number(row['at'])) },
    school: { columns: SCHOOL, knownAt: (row) => sixMonthsBefore(Number(row['at'])) },
  },
  grid: 'paris-day',
  feeds: [
    {
      id: 'public-holidays',
      columns: [...DAY_COLUMNS, ...PUBLIC],
      schedule: { weeklyOn: { weekday: 0, hour: 5 } },
      window: 7 * DAY,
      // Into next year, whatever the day: documents are whole years.
      ahead: 365 * DAY,
      // Models look at the same days of years before.
      firstWindow: 6 * 366 * DAY,
      slice: 30 * 366 * DAY,
      staleAfter: 30 * DAY,
      alternatives: [calendrierApi, dataGouvPublic],
    },
    {
      id: 'school-holidays',
      columns: [...DAY_COLUMNS, ...SCHOOL],
      schedule: { weeklyOn: { weekday: 0, hour: 5 } },
      // Orders have been changed a few weeks before a holiday.
      window: 7 * DAY,
      // The next school year is asked for from March on, when we claim it to be known.
      ahead: 180 * DAY,
      firstWindow: 6 * 366 * DAY,
      slice: 30 * 366 * DAY,
      staleAfter: 30 * DAY,
      alternatives: [education, dataGouvSchool],
    },
  ],
  quality: { critical: ['is_public_holiday', 'is_school_holiday_a', 'is_school_holiday_b', 'is_school_holiday_c'] },
  files: [everyDayFile, holidaysFile],
  privacy: 'none',
  licence: {
    id: 'etalab-2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    attribution: 'Etalab; Ministère de l’Éducation nationale, via data.education.gouv.fr and data.gouv.fr',
  },
});
