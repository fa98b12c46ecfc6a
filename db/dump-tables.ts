// Which tables a dump holds, and which of their rows: facts of the month, snapshots whole, and the runs and raw objects that these came from. Pure.
import { getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../data/dataset.ts';
import { formatInstant, type TimeWindow } from '../data/time.ts';
import type { DumpQuestion } from './dump.ts';
import type { LiveColumn, LiveSchema, LiveTable } from './live-schema.ts';
import { quoted, sqlTableOf } from './queries/dataset-table.ts';

export interface DumpTable {
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly LiveColumn[];
  /** FROM … AS t WHERE … of its rows. */
  readonly from: string;
  parameters(window: TimeWindow): readonly string[];
  /** Statements that bind the tables together, once the rows are there. */
  readonly constraints: readonly string[];
}

export function dumpTables(live: LiveSchema, analytics: LiveSchema, question: DumpQuestion): readonly DumpTable[] {
  const { definitions, views = [] } = question;
  const inside = (name: string, from: string, isWindowed = false): DumpTable => {
    const table = live.tables.find((candidate) => candidate.name === name);
    if (!table) throw new Error(`the database has no table ${name}: npm run db -- migrate`);
    return dumped(table, from, isWindowed);
  };
  const facts = definitions.map((definition) => {
    const { sql, time } = sqlTableOf(definition);
    return inside(
      getTableName(definition.table),
      `FROM public.${sql} t${time ? inWindow(time.sql) : ''}`,
      time !== null,
    );
  });
  const raws = rawsOf(definitions);
  const isWindowed = raws.isWindowed;
  const provenance =
    definitions.length === 0
      ? []
      : [
          inside('dataset_origin', `FROM public.dataset_origin t WHERE t.dataset IN (${idsOf(definitions)})`),
          inside(
            'run',
            `FROM public.run t WHERE t.id IN (SELECT r.run_id FROM public.raw_object r WHERE r.id IN (${raws.sql}))`,
            isWindowed,
          ),
          inside('raw_object', `FROM public.raw_object t WHERE t.id IN (${raws.sql})`, isWindowed),
        ];
  return [...provenance, ...facts, ...views.map((name) => viewOf(analytics, name))];
}

/** Primary keys and checks travel with every table; foreign keys where the other table comes along. */
function dumped(table: LiveTable, from: string, isWindowed: boolean): DumpTable {
  const { name, comment, columns, constraints, indexes } = table;
  const bound = (kinds: readonly string[]) =>
    constraints
      .filter(({ kind }) => kinds.includes(kind))
      .map((one) => `ALTER TABLE ${quoted(name)} ADD CONSTRAINT ${quoted(one.name)} ${oneLine(one.definition)}`);
  return {
    name,
    comment,
    columns,
    from,
    parameters: (window) => (isWindowed ? [formatInstant(window.from), formatInstant(window.to)] : []),
    constraints: [
      ...bound(['primary key', 'unique', 'check']),
      ...indexes.map((index) => oneLine(index).replace(' ON public.', ' ON ')),
      ...bound(['foreign key']),
    ],
  };
}

/** A view becomes a table of what it shows; rows of other months stay outside where it has a time. */
function viewOf(analytics: LiveSchema, name: string): DumpTable {
  const view = analytics.tables.find((candidate) => candidate.name === name);
  if (!view) {
    const known = analytics.tables.map((table) => table.name).join(', ');
    throw new Error(`the schema analytics has no view ${name}, want one of ${known}`);
  }
  const isTimed = view.columns.some((column) => column.name === 'at' && column.type === 'timestamp with time zone');
  return dumped(view, `FROM analytics.${quoted(name)} t${isTimed ? inWindow('at') : ''}`, isTimed);
}

const inWindow = (time: string): string => ` WHERE t.${time} >= $1::timestamptz AND t.${time} < $2::timestamptz`;

/** Every raw object that a row of the dump points at. */
function rawsOf(definitions: readonly DatasetDefinition[]) {
  const parts = definitions.flatMap((definition) => {
    const { sql, time, parts } = sqlTableOf(definition);
    const where = time ? inWindow(time.sql) : '';
    return parts.map(({ raw }) => ({ sql: `SELECT t.${raw} FROM public.${sql} t${where}`, timed: time !== null }));
  });
  return { sql: parts.map(({ sql }) => sql).join(' UNION '), isWindowed: parts.some(({ timed }) => timed) };
}

const idsOf = (definitions: readonly DatasetDefinition[]): string =>
  definitions.map(({ id }) => `'${id.replaceAll("'", "''")}'`).join(', ');

const oneLine = (sql: string): string => sql.replaceAll(/\s+/g, ' ');
