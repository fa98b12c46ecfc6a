// Who may do what in Postgres: one role per Worker, and one each for analysts and for privacy. Text only: migrate.ts runs it.
import { getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../data/dataset.ts';
import { quoted } from './queries/dataset-table.ts';

export const ROLES = ['gateway', 'ingest', 'predict', 'monitor', 'analyst', 'privacy'] as const;
export type Role = (typeof ROLES)[number];

/** Of a table, or of some of its columns. */
type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | `SELECT (${string})`;
type Privileges = Readonly<Partial<Record<Role, readonly Privilege[]>>>;

/** A question that takes longer is a mistake, or somebody else's problem to cut up. */
const STATEMENT_TIMEOUT_SECONDS: Readonly<Record<Role, number>> = {
  gateway: 10,
  ingest: 60,
  predict: 10,
  monitor: 30,
  analyst: 300,
  privacy: 60,
};

const SYSTEM_TABLES: Readonly<Record<string, Privileges>> = {
  dataset_origin: {
    gateway: ['SELECT'],
    ingest: ['SELECT', 'INSERT'],
    predict: ['SELECT'],
    monitor: ['SELECT'],
    privacy: ['SELECT'],
  },
  run: { gateway: ['SELECT'], ingest: ['SELECT', 'INSERT', 'UPDATE'], monitor: ['SELECT'], privacy: ['SELECT'] },
  raw_object: {
    gateway: ['SELECT'],
    ingest: ['SELECT', 'INSERT'],
    predict: ['SELECT'],
    monitor: ['SELECT'],
    privacy: ['SELECT'],
  },
  load_receipt: { ingest: ['SELECT', 'INSERT'] },
  reject: { gateway: ['SELECT'], ingest: ['SELECT', 'INSERT'], monitor: ['SELECT'] },
  // Earlier values of persons are in it too: gateway, predict and monitor read the view of analysts, which has none of them.
  revision: { ingest: ['SELECT', 'INSERT'], privacy: ['SELECT', 'DELETE'] },
  push: { ingest: ['SELECT', 'INSERT', 'UPDATE'] },
  // Files that nobody completed are forgotten.
  upload: { ingest: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
  upload_part: { ingest: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
  prediction: { gateway: ['SELECT'], predict: ['SELECT', 'INSERT'], monitor: ['SELECT'] },
  // The one table of which predict forgets: what is older than its retention. It may be about a person: monitor compares distributions, and sees neither id nor request.
  answer: {
    predict: ['SELECT', 'INSERT', 'DELETE'],
    monitor: ['SELECT (model, entity, release, source, features, "values", created_at)'],
  },
  // A day that is scored again is made anew.
  score: { gateway: ['SELECT'], monitor: ['SELECT', 'INSERT', 'DELETE'] },
  scored_day: { monitor: ['SELECT', 'INSERT', 'UPDATE'] },
  drift: { gateway: ['SELECT'], monitor: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
  feedback: { gateway: ['SELECT', 'INSERT'] },
  client: { gateway: ['SELECT'] },
};

const FACTS: Privileges = {
  gateway: ['SELECT'],
  ingest: ['SELECT', 'INSERT', 'UPDATE'],
  predict: ['SELECT'],
  monitor: ['SELECT'],
};
/** Persons are seen and erased by one role only; ingest has to see what it brings up to date. */
const PERSONAL_FACTS: Privileges = {
  ingest: ['SELECT', 'INSERT', 'UPDATE'],
  privacy: ['SELECT', 'DELETE'],
};

/** Roles belong to the server, not to the database: another of its databases may be changing them, this very moment even. May run again at any time. */
export const roleStatements = (): string[] => ROLES.flatMap(roleItself);

/** May run again at any time: what was granted before and is no longer meant is taken back. */
export function grantStatements(definitions: readonly DatasetDefinition[], database: string): string[] {
  const tables = {
    ...SYSTEM_TABLES,
    ...Object.fromEntries(
      definitions.map(({ table, privacy }) => [getTableName(table), privacy === 'none' ? FACTS : PERSONAL_FACTS]),
    ),
  };
  const roles = ROLES.join(', ');
  return [
    `REVOKE ALL ON DATABASE ${quoted(database)} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${quoted(database)} TO ${roles}`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `GRANT USAGE ON SCHEMA public TO ${ROLES.filter((role) => role !== 'analyst').join(', ')}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ${roles}`,
    ...Object.entries(tables).flatMap(([table, privileges]) => grants(table, privileges)),
  ];
}

function roleItself(role: Role): string[] {
  return [
    `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    `ALTER ROLE ${role} SET statement_timeout = '${STATEMENT_TIMEOUT_SECONDS[role]}s'`,
    `ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '60s'`,
    `ALTER ROLE ${role} SET timezone = 'UTC'`,
  ];
}

const grants = (table: string, privileges: Privileges): string[] =>
  Object.entries(privileges).map(([role, what]) => `GRANT ${what.join(', ')} ON ${quoted(table)} TO ${role}`);
