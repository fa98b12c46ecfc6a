// SQL over CSV and Parquet files, by DuckDB in this very process: to look at data. Models read History, never this.
import { extname } from 'node:path';

/** Counts come as numbers, instants as ISO 8601, what is missing as null. */
export type Cell = string | number | boolean | null;

export interface Sql {
  rows(query: string): Promise<Readonly<Record<string, Cell>>[]>;
  close(): void;
}

/** Each file stands there as a table: `{ consumption: 'data/consumption.csv' }`. */
export async function openSql(tables: Readonly<Record<string, string>>): Promise<Sql> {
  // Its library weighs 68 MB: loaded by those who ask.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const [name, path] of Object.entries(tables)) {
    const reader = extname(path) === '.parquet' ? 'read_parquet' : 'read_csv';
    // Read once: a view would read its file again for every question.
    await connection.run(`CREATE TABLE ${nameInSql(name)} AS SELECT * FROM ${reader}(${textInSql(path)})`);
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

export const nameInSql = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const textInSql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function cellOf(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return String(value);
}
