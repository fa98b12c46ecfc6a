// Files of public holidays that people send by hand: every day with a yes or no, or the holidays alone.
import type { Row } from '../dataset.ts';
import type { TableFormat } from '../table-format.ts';
import { midnightOf } from '../time.ts';
import { keyOf } from './day.ts';
import { truthOf } from './tabular.ts';

const WANT_DATE = 'date: want YYYY-MM-DD, a day that is';

export const everyDayFile: TableFormat = {
  id: 'jours-feries',
  required: ['date', 'est_jour_ferie', 'nom_jour_ferie'],
  read: ({ date = '', est_jour_ferie = '', nom_jour_ferie = '' }) => {
    const isHoliday = truthOf(est_jour_ferie);
    if (isHoliday === undefined) return `est_jour_ferie: got ${est_jour_ferie.slice(0, 60)}, want True or False`;
    return midnightOf(date) === null ? WANT_DATE : publicRow(date, isHoliday, nom_jour_ferie);
  },
};

/** Says nothing of the other days. */
export const holidaysFile: TableFormat = {
  id: 'public-holidays',
  required: ['date', 'nom_ferie'],
  optional: ['type'],
  read: ({ date = '', nom_ferie = '', type }) => {
    if (type !== undefined && type !== 'fixe' && type !== 'mobile')
      return `type: got ${type.slice(0, 60)}, want fixe or mobile`;
    if (nom_ferie === '') return 'nom_ferie: want the name of the holiday';
    return midnightOf(date) === null ? WANT_DATE : publicRow(date, true, nom_ferie);
  },
};

/** Bridges need the days around: a line alone cannot tell. */
const publicRow = (date: string, isHoliday: boolean, name: string): Row => ({
  ...keyOf(date),
  is_public_holiday: isHoliday,
  public_holiday_name: isHoliday && name !== '' ? name : null,
  quality: 'definitive',
});
