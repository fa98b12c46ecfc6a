// The file of users: what they are like. Its address is configuration; it holds all of them, whatever the window.
import type { Answer, Question, Source } from '../../dataset.ts';
import { tableRows } from '../../table-format.ts';
import { usersFile } from '../format.ts';

export const customerCsv: Source = {
  id: 'customer-csv',
  secrets: ['CUSTOMER_CSV_URL'],
  *fetch(_window, secret): Generator<Question, void, Answer> {
    yield { method: 'GET', url: secret('CUSTOMER_CSV_URL'), answer: 'lake' };
  },
  parse: (bytes) => tableRows(usersFile, bytes),
};
