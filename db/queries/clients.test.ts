import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { createClient, findClient, setSecret } from './clients.ts';

let database: TestDatabase;
let gateway: Db;
let owner: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  gateway = as(database.url('gateway'));
  owner = as(database.ownerUrl);
});
afterAll(() => database.drop());

it('is made by the owner, found by the gateway, and not replaced', async () => {
  const one = {
    id: 'local',
    name: 'Local',
    secretSha256: 'd'.repeat(64),
    scopes: ['read', 'admin'] as const,
    createdAt: 1_000,
  };
  expect(await createClient(owner, { ...one, scopes: [...one.scopes] })).toBe(true);
  expect(await createClient(owner, { ...one, scopes: [], name: 'Another' })).toBe(false);
  expect(await findClient(gateway, 'local')).toEqual({ ...one, revokedAt: null });
  expect(await findClient(gateway, "' OR true --")).toBeNull();
  expect(await setSecret(owner, 'local', 'b'.repeat(64))).toBe(true);
  expect(await findClient(gateway, 'local')).toEqual({ ...one, secretSha256: 'b'.repeat(64), revokedAt: null });
  expect(await setSecret(owner, 'nobody', 'b'.repeat(64))).toBe(false);
});
