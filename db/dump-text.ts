// The lines of a dump: CREATE statements, literals that never hold a line break, and the check at its end. Text, but for one count.
import type pg from 'pg';
import type { TimeWindow } from '../data/time.ts';
import type { DumpTable } from './dump-tables.ts';
import type { LiveEnum } from './live-schema.ts';
import { quoted } from './queries/dataset-table.ts';

/** By its first words a file is known, before any of it is run. */
export const DUMP_BEGINS = '-- Wattmesh, ';

/** As a value reads itself from text, whatever its type. On one line, also for those who break lines at U+2028: a file can then be run line by line. */
export function literal(text: string | null): string {
  if (text === null) return 'NULL';
  if (!/[\\\n\r\u2028\u2029]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "''")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `E'${escaped}'`;
}

export function createStatements(enums: readonly LiveEnum[], tables: readonly DumpTable[]): readonly string[] {
  return [
    ...enums
      .filter(({ name }) => tables.some(({ columns }) => columns.some(({ type }) => type === name)))
      .map(({ name, words }) => `CREATE TYPE ${quoted(name)} AS ENUM (${words.map(literal).join(', ')})`),
    ...tables.flatMap(({ name, comment, columns }) => [
      `CREATE TABLE ${quoted(name)} (${columns
        .map((column) => `${quoted(column.name)} ${column.type}${column.notNull ? ' NOT NULL' : ''}`)
        .join(', ')})`,
      ...(comment === null ? [] : [`COMMENT ON TABLE ${quoted(name)} IS ${literal(comment)}`]),
      ...columns.flatMap((column) =>
        column.comment === null
          ? []
          : [`COMMENT ON COLUMN ${quoted(name)}.${quoted(column.name)} IS ${literal(column.comment)}`],
      ),
    ]),
  ];
}

/** How many rows, and a sum over them that does not depend on their order. The same text of a row gives the same on any server. */
export const checksumOf = (from: string): string =>
  `SELECT count(*)::text || ' rows, ' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text AS found ${from}`;

/** A statement that fails, and with it the whole import, where the table is not what it was here. */
export async function verification(client: pg.Client, table: DumpTable, window: TimeWindow): Promise<string> {
  const columns = table.columns.map(({ name }) => `t.${quoted(name)}`).join(', ');
  const here = await client.query<{ found: string }>(checksumOf(`FROM (SELECT ${columns} ${table.from}) t`), [
    ...table.parameters(window),
  ]);
  const { found } = here.rows[0]!;
  const there = checksumOf(`FROM ${quoted(table.name)} t`);
  const complaint = literal(`${table.name}: this file brings ${found}, but other rows are here`);
  return `DO $verify$ BEGIN IF (${there}) <> '${found}' THEN RAISE EXCEPTION USING MESSAGE = ${complaint}; END IF; END $verify$`;
}
