// SNCF open data, by the interface of before (Search v1): the same list from the same publisher, in case the other one goes.
import type { Answer, Question, Source } from '../../dataset.ts';
import { tableRows } from '../../table-format.ts';
import { parisDate } from '../../time.ts';
import { DATASET, HOST, sncfList } from '../sncf.ts';

export const sncfDownload: Source = {
  id: 'sncf-download',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    const query = new URLSearchParams({
      dataset: DATASET,
      q: `date_de_debut:[${parisDate(from)} TO ${parisDate(to - 1)}]`,
      format: 'csv',
      timezone: 'UTC',
      csv_separator: ';',
      use_labels_for_header: 'false',
    });
    yield { method: 'GET', url: `https://${HOST}/api/records/1.0/download/?${query}`, answer: 'lake' };
  },
  parse: (bytes) => tableRows(sncfList, bytes),
};
