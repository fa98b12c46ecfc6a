// Where a word has been left: on disk, in any table, in the logs of an installation. Only looks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Installation } from './installation.ts';

/** Everything the mesh has on disk: the lake, the queue, what the Workflows remember. As written, and in two bytes a character. */
export function onDisk(home: string, needles: readonly string[]): string[] {
  const wanted = needles.flatMap((needle) => [
    { needle, bytes: Buffer.from(needle, 'utf8') },
    { needle, bytes: Buffer.from(needle, 'latin1') },
    { needle, bytes: Buffer.from(needle, 'utf16le') },
  ]);
  const found = new Set<string>();
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const content = existing(file);
    for (const { needle, bytes } of wanted) if (content.includes(bytes)) found.add(`${needle} in ${file}`);
  }
  return [...found];
}
/** What is swept between the list and the look shows nobody any more. */
function existing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
export async function inTables(database: pg.Pool, needles: readonly string[]): Promise<string[]> {
  const { rows: tables } = await database.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const needle of needles) {
      const { rows } = await database.query(`SELECT 1 FROM ${name} t WHERE position($1 IN t::text) > 0 LIMIT 1`, [
        needle,
      ]);
      if (rows.length > 0) found.push(`${needle} in ${name}`);
    }
  }
  return found;
}
export const inLogs = (logs: Installation['logs'], needles: readonly string[]): string[] =>
  needles.filter((needle) => logs.some(({ message }) => message.includes(needle)));
