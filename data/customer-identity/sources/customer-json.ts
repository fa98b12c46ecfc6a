// Users as nested JSON (the shape of jsonplaceholder's /users): who they are and where they can be reached. Its address is configuration.

import { z } from 'zod';
import { mailOf } from '../../customer/users.ts';
import { type Answer, type Parsed, type Question, type Row, ShapeError, type Source } from '../../dataset.ts';
import { jsonObjects } from '../../json-array.ts';
import { leftOut } from '../../left-out.ts';

const text = z.string().nullish();
/** What is read of it. Coordinates, websites and slogans are in no way needed, and so they are not kept. */
const User = z.object({
  id: z.union([z.int(), z.string().min(1)]),
  name: text,
  username: text,
  email: text,
  phone: text,
  address: z.object({ street: text, suite: text, city: text, zipcode: text }).nullish(),
  company: z.object({ name: text }).nullish(),
});
const FIELDS = Object.keys(User.shape);
const LEFT_OUT = ['website'];

export const customerJson: Source = {
  id: 'customer-json',
  secrets: ['CUSTOMER_JSON_URL'],
  *fetch(_window, secret): Generator<Question, void, Answer> {
    yield { method: 'GET', url: secret('CUSTOMER_JSON_URL'), answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    let count = 0;
    for await (const texts of jsonObjects(bytes)) {
      for (const text of texts) {
        count += 1;
        const record = objectOf(text, count);
        if (count === 1) yield* shapeOf(record);
        const row = rowOf(record);
        yield typeof row === 'string'
          ? { reject: { where: `record ${count}`, reason: row, fragment: text.slice(0, 300) } }
          : row;
      }
    }
  },
};

/** The first record stands for all: a field that is gone there is gone. */
function* shapeOf(record: object): Generator<Parsed> {
  const gone = FIELDS.filter((name) => !(name in record));
  if (gone.length > 0) throw new ShapeError(`users: want the field ${gone.join(', ')}`);
  const known = new Set([...FIELDS, ...LEFT_OUT]);
  for (const name of Object.keys(record).filter((name) => !known.has(name)))
    yield { warning: leftOut('users', 'field', name) };
}

function rowOf(record: object): Row | string {
  const read = User.safeParse(record);
  if (!read.success) return `${read.error.issues[0]?.path.join('.') ?? 'user'}: want what a user has there`;
  const { id, name, username, email, phone, address, company } = read.data;
  return {
    customer: String(id),
    email: mailOf(email ?? undefined),
    name: kept(name),
    username: kept(username),
    phone: kept(phone),
    street: kept(address?.street),
    suite: kept(address?.suite),
    zipcode: kept(address?.zipcode),
    city: kept(address?.city),
    company: kept(company?.name),
    quality: 'consolidated',
  };
}

const kept = (text: string | null | undefined): string | null => text?.trim() || null;

function objectOf(text: string, count: number): object {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShapeError(`record ${count} is no JSON`);
  }
}
