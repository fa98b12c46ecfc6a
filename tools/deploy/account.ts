// The real thing: Neon brought up to date, buckets and queues made, four Workers uploaded with fresh secrets, and asked whether they live.
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { datasets } from '../../data/catalogue.gen.ts';
import { connect } from '../../db/client.ts';
import { migrate, setRolePasswords } from '../../db/migrate.ts';
import { createClient } from '../../db/queries/clients.ts';
import type { Role } from '../../db/roles.ts';
import { SCOPES } from '../../db/schema.ts';
import { secretNames } from '../start/sources.ts';
import { configOf, type WorkerName } from '../workers.ts';
import { withSecretsFile } from './secrets-file.ts';
import { DEPLOY_ORDER, wrangler } from './wrangler.ts';

const KNOWN_CLIENTS = 'wattmesh-clients';
const BUCKETS = ['wattmesh-lake', KNOWN_CLIENTS];
/** The gateway trusts what lies there for an hour. */
const FORGOTTEN_AFTER_A_DAY = join(import.meta.dirname, 'known-clients-lifecycle.json');
const QUEUES = [
  'wattmesh-pushes',
  'wattmesh-pushes-dead',
  'wattmesh-answers',
  'wattmesh-answered-batches',
  'wattmesh-answers-dead',
];
/** Secrets of sources and the key of personal data, where the operator has them. */
const OPTIONAL_SECRETS: Readonly<Partial<Record<WorkerName, readonly string[]>>> = {
  ingest: [...secretNames(Object.values(datasets)), 'PRIVACY_KEY'],
};
const LIVES_WITHIN_MS = 60_000;

export async function deploy({
  ownerUrl,
  say,
}: {
  readonly ownerUrl: string;
  readonly say: (line: string) => void;
}): Promise<void> {
  await migrate(ownerUrl);
  const urls = await setRolePasswords(ownerUrl);
  say('database: migrated, every role has a new password');
  for (const name of BUCKETS) await make(['r2', 'bucket', 'create', name]);
  await wrangler(['r2', 'bucket', 'lifecycle', 'set', KNOWN_CLIENTS, '--file', FORGOTTEN_AFTER_A_DAY, '--force']);
  for (const name of QUEUES) await make(['queues', 'create', name]);
  say(`made if missing: ${[...BUCKETS, ...QUEUES].join(', ')}`);

  let gateway: string | undefined;
  for (const worker of DEPLOY_ORDER) {
    const printed = await withSecretsFile(secretsOf(worker, urls), (file) =>
      wrangler(['deploy', '-c', configOf(worker), '--secrets-file', file]),
    );
    gateway = /https:\/\/\S+\.workers\.dev/.exec(printed)?.[0] ?? gateway;
    say(`deployed ${worker}`);
  }
  await letSomebodyIn(ownerUrl, say);
  if (!gateway) throw new Error('wrangler printed no address of the gateway: see `wrangler deployments list`');
  await smokeTest(gateway);
  say(`ready ${gateway}`);
}

/** A new key for tokens at each deploy: those given out before end with it, an hour before their time at most. */
function secretsOf(worker: WorkerName, urls: Readonly<Record<Role, string>>): Record<string, string> {
  const given = (OPTIONAL_SECRETS[worker] ?? []).flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    DATABASE_URL: urls[worker],
    ...(worker === 'gateway' && { JWT_SECRET: randomBytes(32).toString('base64url') }),
    ...Object.fromEntries(given),
  };
}

async function make(args: readonly string[]): Promise<void> {
  await wrangler(args).catch((error: unknown) => {
    if (!/already exists|already taken/i.test(String(error))) throw error;
  });
}

/** Once: the key is shown here and nowhere kept. */
async function letSomebodyIn(ownerUrl: string, say: (line: string) => void): Promise<void> {
  const secret = randomBytes(24).toString('base64url');
  const isNew = await createClient(connect({ DATABASE_URL: ownerUrl }), {
    id: 'operator',
    name: 'whoever deployed first',
    secretSha256: createHash('sha256').update(secret).digest('hex'),
    scopes: [...SCOPES],
    createdAt: Date.now(),
  });
  if (isNew) say(`API key with every scope, shown only now: operator.${secret}`);
}

async function smokeTest(gateway: string): Promise<void> {
  for (const path of ['/healthz', '/readyz', '/openapi.json']) {
    const deadline = performance.now() + LIVES_WITHIN_MS;
    for (;;) {
      const status = await fetch(gateway + path).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) break;
      if (performance.now() > deadline) throw new Error(`${gateway}${path} says ${status}, want 200`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
