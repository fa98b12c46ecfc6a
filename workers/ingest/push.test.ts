// A push is accepted with its body or not at all.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { logger } from '../mesh/log.ts';
import { push } from './push.ts';
import type { PushMessage } from './push-message.ts';
import type { Shell } from './shell.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await testDatabase();
  db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

const context = { requestId: 'request', caller: 'client' };

/** The lake and the queue of the runtime, each of which may be away. */
function surroundings() {
  const bodies = new Map<string, string>();
  const messages: PushMessage[] = [];
  const away = { lake: false, queue: false };
  const lake = {
    async put(key: string, body: Blob) {
      if (away.lake) throw new Error('put: We encountered an internal error. Please try again. (10001)');
      bodies.set(key, await body.text());
    },
    delete: async (keys: string[]) => keys.forEach((key) => void bodies.delete(key)),
  } as unknown as R2Bucket;
  const queue = {
    async send(message: PushMessage) {
      if (away.queue) throw new Error('Queue send failed: Too Many Requests');
      messages.push(message);
    },
  } as unknown as Queue<PushMessage>;
  const shell = { db, lake, log: logger({ worker: 'ingest', context }), clock: Date.now } as Shell;
  const pushed = (idempotencyKey: string, ndjson: string) =>
    push(shell, queue, { dataset: 'consumption', idempotencyKey, ndjson, rows: 1 }, context);
  return { away, bodies, messages, pushed };
}
const accepted = async (key: string) =>
  (await db.$client.query('SELECT id, lake_key FROM push WHERE idempotency_key = $1', [key])).length;

it('is not accepted while the lake is away, and accepted as the first one afterwards', async () => {
  const { away, bodies, messages, pushed } = surroundings();
  away.lake = true;
  expect(await pushed('outage', '{"a":1}')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
  expect(await accepted('outage')).toBe(0);
  away.lake = false;
  expect(await pushed('outage', '{"a":1}')).toMatchObject({ ok: true, value: { repeated: false } });
  expect([...bodies.values()]).toEqual(['{"a":1}']);
  expect(messages).toHaveLength(1);
});

it('keeps one body however often it is repeated, and none of what it refuses', async () => {
  const { bodies, pushed } = surroundings();
  const first = await pushed('again', '{"a":1}');
  const again = await pushed('again', '{"a":1}');
  expect(again).toMatchObject({ ok: true, value: { repeated: true, push: first.ok && first.value.push } });
  expect(await pushed('again', '{"a":2}')).toMatchObject({ ok: false, failure: { reason: 'conflict' } });
  expect([...bodies]).toEqual([[`inbox/consumption/${first.ok && first.value.push}`, '{"a":1}']]);
});

it('is accepted while the queue is away: the tick finds it', async () => {
  const { away, bodies, pushed } = surroundings();
  away.queue = true;
  expect(await pushed('no queue', '{"a":1}')).toMatchObject({ ok: true });
  expect(bodies.size).toBe(1);
  expect(await accepted('no queue')).toBe(1);
});
