// Over R2 in workerd.
import type { R2Bucket } from '@cloudflare/workers-types';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logger } from '../../mesh/log.ts';
import type { KnownClient } from './clients.ts';
import { keptClients } from './kept-clients.ts';

const ALICE: KnownClient = { id: 'alice', secretSha256: 'aa', scopes: ['read', 'predict'], revokedAt: null };

let workerd: Miniflare;
let bucket: R2Bucket;
beforeAll(async () => {
  const worker = { name: 'gateway', modules: true, script: 'export default {}', r2Buckets: ['KNOWN_CLIENTS'] };
  workerd = new Miniflare(convertV4MiniflareOptions({ workers: [worker], cf: false, telemetry: { enabled: false } }));
  bucket = (await workerd.getBindings('gateway'))['KNOWN_CLIENTS'] as R2Bucket;
});
afterAll(() => workerd.dispose());

const lines: string[] = [];
const log = logger({
  worker: 'gateway',
  context: { requestId: 'isolate', caller: 'isolate' },
  write: (_, line) => lines.push(line),
});
const clients = () => keptClients(bucket, log);

it('gives back what was kept, and nothing of whom it has never seen', async () => {
  const seenAt = Date.now();
  expect(await clients().keep({ client: ALICE, seenAt })).toBe(true);
  expect(await clients().recall('alice')).toEqual({ client: ALICE, seenAt });
  expect(await clients().recall('bob')).toBeNull();
});

it('keeps the hash of a secret and what it may do, not a name', async () => {
  const row = { ...ALICE, id: 'named', name: 'the tests', createdAt: 1 };
  await clients().keep({ client: row, seenAt: 2_000_000_000_000 });
  expect(JSON.parse((await (await bucket.get('named.json'))?.text()) ?? '')).toEqual({
    id: 'named',
    secret_sha256: 'aa',
    scopes: ['read', 'predict'],
    revoked_at: null,
    seen_at: 2_000_000_000_000,
  });
});

it('does not put what it saw earlier over a revocation that another isolate wrote', async () => {
  const seenBefore = Date.now() - 1_000;
  await clients().keep({ client: { ...ALICE, id: 'carol', revokedAt: 5 }, seenAt: Date.now() });
  expect(await clients().keep({ client: { ...ALICE, id: 'carol' }, seenAt: seenBefore })).toBe(false);
  expect(await clients().recall('carol')).toMatchObject({ client: { revokedAt: 5 } });
});

it('knows nobody from what it cannot read, and says so in the log', async () => {
  await bucket.put('odd.json', '{"id":"odd","scopes":["root"]}');
  expect(await clients().recall('odd')).toBeNull();
  expect(lines.at(-1)).toContain('client_not_recalled');
});
