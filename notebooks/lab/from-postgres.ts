// Rows of datasets from the Postgres of a Wattmesh, local or at Neon: the views that analysts read, in one statement each. Never writes.
import { getTableName } from 'drizzle-orm';
import postgres from 'postgres';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant, type TimeWindow } from '../../data/time.ts';
import { canonicalColumns, type Origin, refusePersons } from './origin.ts';

/** `url`: of the role analyst, as `npm run db -- roles` says it; the owner's will do. Everything there is without a window, as always of snapshots. */
export function fromPostgres(url: string, window?: TimeWindow): Origin {
  return {
    async *rows(definition) {
      refusePersons(definition);
      const sql = postgres(url, { max: 1, onnotice: () => {} });
      try {
        yield* await sql.unsafe(copyOf(definition, window)).readable();
      } catch (error) {
        const { host, pathname } = new URL(url);
        throw new Error(
          `${definition.id} from ${host}${pathname}: ${error instanceof Error ? error.message : error}. Want the database of a Wattmesh, as the role analyst: npm run db -- roles`,
        );
      } finally {
        await sql.end();
      }
    },
  };
}

/** COPY takes no parameters: the names are those of the definition, the instants are formatted here. */
function copyOf(definition: DatasetDefinition, window: TimeWindow | undefined): string {
  const columns = canonicalColumns(definition).map(({ name, kind }) => {
    const column = quoted(name);
    if (kind === 'instant')
      return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;
    // COPY would write t and f.
    return kind === 'boolean' ? `${column}::text` : column;
  });
  const { timeColumn } = definition;
  const inWindow = (time: string, { from, to }: TimeWindow): string =>
    `WHERE ${time} >= '${formatInstant(from)}' AND ${time} < '${formatInstant(to)}'`;
  const wanted = window && timeColumn !== undefined ? inWindow(`v.${quoted(timeColumn)}`, window) : '';
  const byKey = definition.key.map((name) => `v.${quoted(name)}`).join(', ');
  return `COPY (SELECT ${columns.join(', ')} FROM analytics.${quoted(getTableName(definition.table))} v ${wanted} ORDER BY ${byKey})
    TO STDOUT (FORMAT csv, HEADER)`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
