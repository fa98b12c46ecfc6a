// The tables beside the facts in which a replay is built, and the one way from there to the facts. Text only: migrate.ts runs it.
// ingest may not delete a fact: it may ask that a window be what the replay has built, in one transaction that every reader sees whole.
import { getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../data/dataset.ts';
import { quoted, sqlTableOf } from './queries/dataset-table.ts';

export const settleFunction = (definition: DatasetDefinition): string =>
  `replay.${quoted(`settle_${getTableName(definition.table)}`)}`;

const SETTLE_ARGUMENTS = '(text, timestamptz, timestamptz, integer, boolean)';

/** May run again at any time. A replay that is under way goes on, unless its table had to be made anew. */
export function replayStatements(definitions: readonly DatasetDefinition[]): string[] {
  return [
    'CREATE SCHEMA IF NOT EXISTS replay',
    // A crash of Postgres empties both what is built and the record of who builds: nothing half built is ever taken.
    'CREATE UNLOGGED TABLE IF NOT EXISTS replay.build (dataset text PRIMARY KEY, run text NOT NULL)',
    twin('revision', 'INCLUDING IDENTITY INCLUDING INDEXES'),
    ...definitions.flatMap((definition) => [
      twin(getTableName(definition.table), 'INCLUDING INDEXES'),
      settleStatement(definition),
      `REVOKE ALL ON FUNCTION ${settleFunction(definition)}${SETTLE_ARGUMENTS} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${settleFunction(definition)}${SETTLE_ARGUMENTS} TO ingest`,
    ]),
    'REVOKE ALL ON SCHEMA replay FROM PUBLIC',
    'GRANT USAGE ON SCHEMA replay TO ingest',
    'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA replay TO ingest',
  ];
}

/** A table like another one, made anew when that one has other columns. Its rows are checked where they end up. */
function twin(name: string, including: string): string {
  const [live, built] = [`public.${quoted(name)}`, `replay.${quoted(name)}`];
  const columns = (table: string) => `(
      SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
      FROM pg_attribute WHERE attrelid = to_regclass('${table}') AND attnum > 0 AND NOT attisdropped)`;
  return `DO $$ BEGIN
    IF ${columns(live)} IS DISTINCT FROM ${columns(built)} THEN
      DROP TABLE IF EXISTS ${built};
      CREATE UNLOGGED TABLE ${built} (LIKE ${live} ${including});
      DELETE FROM replay.build;
    END IF;
  END $$`;
}

/**
 * Makes a window of the facts, and of their revisions, what the replay has built: rows that are equal are not touched.
 * Loads of the dataset wait meanwhile. Does nothing while there are raw objects that the replay has not read, and says how many.
 */
function settleStatement(definition: DatasetDefinition): string {
  const { sql, key, time } = sqlTableOf(definition);
  const dataset = `'${definition.id.replaceAll("'", "''")}'`;
  const within = (alias: string) =>
    time ? `${alias}.${time.sql} >= lower_at AND ${alias}.${time.sql} < upper_at` : 'true';
  const equal = key.map((column) => `b.${column.sql} = o.${column.sql}`).join(' AND ');
  const [first] = key;
  const revisions = (schema: string) => `
      SELECT dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id FROM ${schema}.revision r
      WHERE r.dataset = ${dataset} AND ${time ? 'r.at >= lower_at AND r.at < upper_at' : 'true'}`;
  return `
CREATE OR REPLACE FUNCTION ${settleFunction(definition)}(run_id text, lower_at timestamptz, upper_at timestamptz, newest_raw integer, dry boolean)
RETURNS TABLE (unread integer, inserted integer, updated integer, removed integer, unchanged integer, revisions integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(${dataset}, 0));
  IF NOT EXISTS (SELECT FROM replay.build b WHERE b.dataset = ${dataset} AND b.run = run_id) THEN
    RAISE EXCEPTION 'what the replay had built is gone' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  SELECT count(*) INTO unread FROM public.raw_object r WHERE r.dataset = ${dataset} AND r.id > newest_raw;
  IF unread > 0 AND NOT dry THEN RETURN NEXT; RETURN; END IF;
  SELECT count(*) FILTER (WHERE o.${first!.sql} IS NULL), count(*) FILTER (WHERE b.${first!.sql} IS NULL),
    count(*) FILTER (WHERE o.${first!.sql} IS NOT NULL AND b.${first!.sql} IS NOT NULL AND ROW(b.*) IS DISTINCT FROM ROW(o.*)),
    count(*) FILTER (WHERE ROW(b.*) IS NOT DISTINCT FROM ROW(o.*))
  INTO inserted, removed, updated, unchanged
  FROM (SELECT * FROM replay.${sql} b WHERE ${within('b')}) b FULL JOIN (SELECT * FROM public.${sql} o WHERE ${within('o')}) o ON ${equal};
  SELECT count(*) INTO revisions FROM (
    (${revisions('public')} EXCEPT ALL ${revisions('replay')}) UNION ALL
    (${revisions('replay')} EXCEPT ALL ${revisions('public')})) different;
  IF dry THEN RETURN NEXT; RETURN; END IF;
  IF inserted + updated + removed > 0 THEN
    DELETE FROM public.${sql} o WHERE ${within('o')}
      AND NOT EXISTS (SELECT FROM replay.${sql} b WHERE ${equal} AND ROW(b.*) IS NOT DISTINCT FROM ROW(o.*));
    INSERT INTO public.${sql} SELECT b.* FROM replay.${sql} b WHERE ${within('b')} ON CONFLICT DO NOTHING;
  END IF;
  IF revisions > 0 THEN
    DELETE FROM public.revision r WHERE r.dataset = ${dataset} AND ${time ? 'r.at >= lower_at AND r.at < upper_at' : 'true'};
    INSERT INTO public.revision (dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)
      SELECT dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id FROM replay.revision r
      WHERE r.dataset = ${dataset} AND ${time ? 'r.at >= lower_at AND r.at < upper_at' : 'true'} ORDER BY r.id;
  END IF;
  RETURN NEXT;
END $function$`;
}
