// The answers to the satisfaction survey, as a table. Its address is configuration; it is asked for a window.
import { numberOf } from '../../customer/users.ts';
import type { Answer, Question, Source } from '../../dataset.ts';
import { glimpse } from '../../glimpse.ts';
import { type TableFormat, tableRows } from '../../table-format.ts';
import { formatInstant, parseInstant } from '../../time.ts';

export const surveyFile: TableFormat = {
  id: 'survey',
  required: ['customer_id', 'answered_at', 'score'],
  // Free text may say anything of anybody, and no purpose of ours needs it: it is known, and left out.
  optional: ['comment'],
  read(record) {
    const { customer_id: customer = '', answered_at: written = '' } = record;
    if (customer === '') return 'want somebody: a customer_id';
    const answered_at = parseInstant(written);
    if (answered_at === null)
      return `answered_at: got ${glimpse(written)}, want an instant with its zone, such as 2026-01-31T12:00:00Z`;
    const satisfaction_index = numberOf(record, 'score');
    if (typeof satisfaction_index === 'string') return satisfaction_index;
    return { customer, answered_at, satisfaction_index, quality: 'consolidated' };
  },
};

export const surveyCsv: Source = {
  id: 'survey-csv',
  secrets: ['CUSTOMER_SURVEY_URL'],
  *fetch({ from, to }, secret): Generator<Question, void, Answer> {
    const url = new URL(secret('CUSTOMER_SURVEY_URL'));
    url.searchParams.set('from', formatInstant(from));
    url.searchParams.set('to', formatInstant(to));
    yield { method: 'GET', url: url.href, answer: 'lake' };
  },
  parse: (bytes) => tableRows(surveyFile, bytes),
};
