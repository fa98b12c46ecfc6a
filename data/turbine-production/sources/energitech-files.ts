// EnergiTech's production files, one a month, below a URL of one's own: production_2025_10.csv.
import type { Answer, Question, Source } from '../../dataset.ts';
import { tableRows } from '../../table-format.ts';
import { parisClock, parisDay, type TimeWindow } from '../../time.ts';
import { productionFile } from '../format.ts';

export const energitechFiles: Source = {
  id: 'energitech-files',
  secrets: ['TURBINE_PRODUCTION_URL'],
  *fetch(window, secret): Generator<Question, void, Answer> {
    const base = secret('TURBINE_PRODUCTION_URL').replace(/\/$/, '');
    for (const month of monthsOf(window))
      yield { method: 'GET', url: `${base}/production_${month}.csv`, answer: 'lake' };
  },
  parse: (bytes) => tableRows(productionFile, bytes),
};

/** Months with a day that is over by the end of the window: the file of a month is there once one of its days is. */
function monthsOf({ from, to }: TimeWindow): string[] {
  const months = new Set<string>();
  for (let day = parisDay(from); day.to <= to; day = parisDay(day.to)) {
    const { year, month } = parisClock(day.from);
    months.add(`${year}_${String(month).padStart(2, '0')}`);
  }
  // A window within one day still has to ask for something.
  if (months.size === 0) {
    const { year, month } = parisClock(parisDay(to, -1).from);
    months.add(`${year}_${String(month).padStart(2, '0')}`);
  }
  return [...months];
}
