// One record of the file of users, as both datasets of customers read it.
import { glimpse } from '../glimpse.ts';
import type { TableRecord } from '../table-format.ts';

/** `id` and `user_id` are the same column: one of them is there. */
export const USER_COLUMNS = [
  'age',
  'gender',
  'country',
  'city',
  'email',
  'signup_date',
  'last_login',
  'account_status',
  'monthly_spend',
] as const;
export const ID_COLUMNS = ['id', 'user_id'] as const;

/** Who it is about, or null. */
export const idOf = (record: TableRecord): string | null => (record['id'] || record['user_id']) ?? null;

/** The same mailbox, however it is typed; null where nothing is said. */
export const mailOf = (text: string | undefined): string | null => text?.trim().toLowerCase() || null;

export const WANT_ID = 'want somebody: an id or user_id';

/** Null where nothing is said; a sentence where it is no number. */
export function numberOf(record: TableRecord, name: string): number | null | string {
  const text = record[name] ?? '';
  if (text === '') return null;
  return NUMBER.test(text) ? Number(text.replace(',', '.')) : `${name}: got ${glimpse(text)}, want a number or nothing`;
}
const NUMBER = /^[+-]?\d{1,9}([.,]\d{1,6})?$/;
