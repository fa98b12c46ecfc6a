// The file of users again, for the one thing in it that says who they are: the e-mail address.
import { ID_COLUMNS, idOf, mailOf, USER_COLUMNS, WANT_ID } from '../../customer/users.ts';
import type { Answer, Question, Source } from '../../dataset.ts';
import { type TableFormat, tableRows } from '../../table-format.ts';

export const addressFile: TableFormat = {
  id: 'users',
  required: USER_COLUMNS,
  optional: ID_COLUMNS,
  read(record) {
    const customer = idOf(record);
    return customer ? { customer, email: mailOf(record['email']), quality: 'consolidated' } : WANT_ID;
  },
};

export const customerCsv: Source = {
  id: 'customer-csv',
  secrets: ['CUSTOMER_CSV_URL'],
  *fetch(_window, secret): Generator<Question, void, Answer> {
    yield { method: 'GET', url: secret('CUSTOMER_CSV_URL'), answer: 'lake' };
  },
  parse: (bytes) => tableRows(addressFile, bytes),
};
