// npm run db -- restore <file>: a dump into a database of its own, made for it where there is none.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import pg from 'pg';
import { quoted } from '../../db/queries/dataset-table.ts';
import { restore } from '../../db/restore.ts';
import { NotUnderstood } from '../command.ts';

export function restoreOf(file: string | undefined, into: string | undefined): (ownerUrl: string) => Promise<void> {
  if (!file || !existsSync(file))
    throw new NotUnderstood(`got ${file ?? 'no file'}, want a file of npm run db -- dump`);
  const name = into ?? basename(file, '.sql').replaceAll(/\W/g, '_').toLowerCase();
  return (ownerUrl) => restoreFile(ownerUrl, file, name);
}

async function restoreFile(ownerUrl: string, file: string, name: string): Promise<void> {
  const url = await freshDatabase(ownerUrl, name);
  let statements: number;
  try {
    statements = await restore(url, file, (done) => {
      if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} statements `);
    });
  } catch (error) {
    await asOwner(ownerUrl, `DROP DATABASE ${quoted(name)}`);
    throw error;
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.log(`restored ${file} into ${name}: ${statements} statements, counts and checksums agree\n${url}`);
}

/** Never one that is there: a dump belongs into an empty database. */
async function freshDatabase(ownerUrl: string, name: string): Promise<string> {
  try {
    await asOwner(ownerUrl, `CREATE DATABASE ${quoted(name)}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}. Want a database of another name: --into <name>`);
  }
  return Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).href;
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
