// How a table of data.gouv.fr is asked: its tabular API cuts a CSV file to the days we want. Knows no dataset.
import type { HttpQuestion } from '../dataset.ts';

const HOST = 'https://tabular-api.data.gouv.fr/api/resources';

/** Both days included. */
export function daysOfTable({
  resource,
  first,
  last,
}: {
  resource: string;
  first: string;
  last: string;
}): HttpQuestion {
  const query = new URLSearchParams({ date__greater: first, date__less: last });
  return { method: 'GET', url: `${HOST}/${resource}/data/csv/?${query}`, answer: 'lake' };
}

/** Undefined when it is neither; the file says `True`, the API `true`. */
export function truthOf(text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : undefined;
}
