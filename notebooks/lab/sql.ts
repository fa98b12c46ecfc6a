// SQL over files and over datasets of a Wattmesh, by DuckDB in this very process: to look at data. Models read History, never this.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FieldKind } from '../../data/field.ts';
import { datasetNamed } from './open-data.ts';
import { canonicalColumns, type Origin } from './origin.ts';

/** Counts come as numbers, instants as ISO 8601, what is missing as null. */
export type Cell = string | number | boolean | null;

export interface Sql {
  rows(query: string): Promise<Readonly<Record<string, Cell>>[]>;
  close(): void;
}

/** Each file stands there as a table, and so does each dataset, by its id: `{ prices: 'prices.parquet', consumption: fromPostgres(url) }`. */
export async function openSql(tables: Readonly<Record<string, string | Origin>>): Promise<Sql> {
  // Its library weighs 68 MB: loaded by those who ask.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // Read once: a view would read its file again for every question.
  const keep = (name: string, from: string) =>
    connection.run(`CREATE TABLE ${nameInSql(name)} AS SELECT * FROM ${from}`);
  for (const [name, from] of Object.entries(tables)) {
    if (typeof from === 'string') {
      const reader = extname(from) === '.parquet' ? 'read_parquet' : 'read_csv';
      await keep(name, `${reader}(${textInSql(from)})`);
    } else await inPassing(name, from, (canonical) => keep(name, canonical));
  }
  return {
    async rows(query) {
      const reader = await connection.runAndReadAll(query);
      return reader
        .getRowObjectsJS()
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)])));
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const TYPES: Readonly<Record<FieldKind, string>> = {
  instant: 'TIMESTAMPTZ',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'VARCHAR',
};

/** A file for as long as it takes to read it, with the types of the dataset: a column that is empty today is no text. */
async function inPassing(id: string, origin: Origin, read: (table: string) => Promise<unknown>): Promise<void> {
  const definition = datasetNamed(id);
  const folder = await mkdtemp(join(tmpdir(), 'wattmesh-sql-'));
  try {
    const path = join(folder, `${id}.csv`);
    await pipeline(origin.rows(definition), createWriteStream(path));
    const types = canonicalColumns(definition).map(({ name, kind }) => `${textInSql(name)}: '${TYPES[kind]}'`);
    await read(
      `read_csv(${textInSql(path)}, header = true, delim = ',', quote = '"', columns = {${types.join(', ')}})`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const nameInSql = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const textInSql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function cellOf(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return String(value);
}
