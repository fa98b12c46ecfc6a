// One month of the database as one SQL file that any client runs into an empty Postgres: every line is a statement or a comment. Reads one snapshot; never writes to the database.
import pg from 'pg';
import type { DatasetDefinition } from '../data/dataset.ts';
import { formatInstant, type TimeWindow } from '../data/time.ts';
import { type DumpTable, dumpTables } from './dump-tables.ts';
import { createStatements, DUMP_BEGINS, literal, verification } from './dump-text.ts';
import { liveSchema } from './live-schema.ts';
import { sessionUrl } from './migrate.ts';
import { quoted } from './queries/dataset-table.ts';

export interface DumpQuestion {
  /** A month of Paris. */
  readonly month: string;
  readonly window: TimeWindow;
  readonly definitions: readonly DatasetDefinition[];
  /** Views of the schema `analytics`, written as tables. */
  readonly views?: readonly string[];
}

export interface Dumped {
  readonly table: string;
  readonly rows: number;
}

const ROWS_PER_FETCH = 1_000;
const ROWS_PER_STATEMENT = 250;

/** Yields the file piece by piece; `progress` hears of each table as it grows. */
export async function* dump(
  url: string,
  question: DumpQuestion,
  progress: (dumped: Dumped) => void = () => {},
): AsyncGenerator<string> {
  const client = new pg.Client({ connectionString: sessionUrl(url), application_name: 'wattmesh dump' });
  await client.connect();
  try {
    // One state of everything, whoever loads meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const statement of SESSION) await client.query(statement);
    await refusePersons(client, question.definitions);
    const whole = await liveSchema(client, 'public');
    const tables = dumpTables(whole, await liveSchema(client, 'analytics'), question);
    yield header(question);
    yield 'BEGIN;\n';
    for (const statement of SESSION) yield `${statement};\n`;
    for (const statement of createStatements(whole.enums, tables)) yield `${statement};\n`;
    for (const table of tables) yield* rowsOf(client, table, question.window, progress);
    for (const { constraints } of tables) for (const statement of constraints) yield `${statement};\n`;
    for (const table of tables) yield `${await verification(client, table, question.window)};\n`;
    yield 'COMMIT;\n';
  } finally {
    // Ends the transaction, too.
    await client.end();
  }
}

/** Text of a value depends on these: here, and where the file is run. */
const SESSION = [
  "SET LOCAL timezone = 'UTC'",
  "SET LOCAL datestyle = 'ISO, YMD'",
  "SET LOCAL intervalstyle = 'postgres'",
  'SET LOCAL extra_float_digits = 1',
  'SET LOCAL standard_conforming_strings = on',
  "SET LOCAL client_encoding = 'UTF8'",
  // Whatever the role that runs it is used to.
  'SET LOCAL statement_timeout = 0',
];

/** Whoever may read a table may not therefore carry it away. */
async function refusePersons(client: pg.Client, definitions: readonly DatasetDefinition[]): Promise<void> {
  const personal = definitions.filter(({ privacy }) => privacy !== 'none').map(({ id }) => id);
  const { rows } = await client.query<{ role: string }>('SELECT current_user AS role');
  if (personal.length === 0 || rows[0]?.role === 'privacy') return;
  throw new Error(
    `${personal.join(', ')} speaks of persons: got the role ${rows[0]?.role}, want privacy. Its URL as DATABASE_URL: npm run db -- roles`,
  );
}

function header({ month, window, definitions }: DumpQuestion): string {
  const lines = [
    `${month}: from ${formatInstant(window.from)} up to ${formatInstant(window.to)}, midnight to midnight in Paris.`,
    'Run it into an empty PostgreSQL, 14 or newer: psql --set ON_ERROR_STOP=1 --file <this file> <url>. How: docs/import-guide.md',
    'It is one transaction, and checks its own counts and checksums at the end: all of it is there, or nothing.',
    ...definitions.map(
      ({ id, title, licence }) => `${id}: ${title.en}. Licence ${licence.id}, ${licence.url}, ${licence.attribution}`,
    ),
  ];
  return lines.map((line, i) => `${i === 0 ? DUMP_BEGINS : '-- '}${line.replaceAll(/\s+/g, ' ')}\n`).join('');
}

async function* rowsOf(
  client: pg.Client,
  table: DumpTable,
  window: TimeWindow,
  progress: (dumped: Dumped) => void,
): AsyncGenerator<string> {
  const names = table.columns.map(({ name }) => quoted(name));
  const texts = names.map((name) => `t.${name}::text`).join(', ');
  const query = `DECLARE dumped NO SCROLL CURSOR FOR SELECT ARRAY[${texts}] AS line ${table.from}`;
  await client.query(query, [...table.parameters(window)]);
  const head = `INSERT INTO ${quoted(table.name)} (${names.join(', ')}) VALUES `;
  let rows = 0;
  for (;;) {
    const fetched = await client.query<{ line: (string | null)[] }>(`FETCH FORWARD ${ROWS_PER_FETCH} FROM dumped`);
    if (fetched.rows.length === 0) break;
    const lines = fetched.rows.map(({ line }) => `(${line.map(literal).join(', ')})`);
    for (let i = 0; i < lines.length; i += ROWS_PER_STATEMENT)
      yield `${head}${lines.slice(i, i + ROWS_PER_STATEMENT).join(', ')};\n`;
    rows += lines.length;
    progress({ table: table.name, rows });
  }
  await client.query('CLOSE dumped');
  if (rows === 0) progress({ table: table.name, rows });
}
