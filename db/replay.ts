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
      // What it answers may have changed, which CREATE OR REPLACE refuses.
      `DROP FUNCTION IF EXISTS ${settleFunction(definition)}${SETTLE_ARGUMENTS}`,
      settleStatement(definition),
      `REVOKE ALL ON FUNCTION ${settleFunction(definition)}${SETTLE_ARGUMENTS} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${settleFunction(definition)}${SETTLE_ARGUMENTS} TO ingest`,
    ]),
    'REVOKE ALL ON SCHEMA replay FROM PUBLIC',
    'GRANT USAGE ON SCHEMA replay TO ingest',
    'GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA replay TO ingest',
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
 * Loads of the dataset wait meanwhile. Changes nothing while there are raw objects that the replay has not read, nor where
 * rows stand and nothing was built although raw objects were loaded. This protects facts from a replay that went wrong, one
 * that lost what it had built above all. It does not from somebody who has the password of ingest, and builds what he likes.
 */
function settleStatement(definition: DatasetDefinition): string {
  const { sql, key, time, parts } = sqlTableOf(definition);
  const dataset = `'${definition.id.replaceAll("'", "''")}'`;
  const within = (at: string | undefined) => (at ? `${at} >= lower_at AND ${at} < upper_at` : 'true');
  const ofTime = (alias: string) => within(time ? `${alias}.${time.sql}` : undefined);
  const revisionsOf = (schema: string) =>
    `FROM ${schema}.revision r WHERE r.dataset = ${dataset} AND ${within(time ? 'r.at' : undefined)}`;
  const equal = key.map((column) => `b.${column.sql} = o.${column.sql}`).join(' AND ');
  const first = key[0]?.sql;
  const says = (alias: string) =>
    parts
      .flatMap(({ quality, columns }) => [quality, ...columns.map((column) => column.sql)])
      .map((column) => `${alias}.${column}`)
      .join(', ');
  const version = 'dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id';
  return `
CREATE FUNCTION ${settleFunction(definition)}(run_id text, lower_at timestamptz, upper_at timestamptz, newest_raw integer, dry boolean)
RETURNS TABLE (refusal text, inserted integer, updated integer, restamped integer, removed integer, unchanged integer, revisions integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(${dataset}, 0));
  IF NOT EXISTS (SELECT FROM replay.build b WHERE b.dataset = ${dataset} AND b.run = run_id) THEN
    refusal := 'gone'; RETURN NEXT; RETURN;
  END IF;
  IF NOT dry AND EXISTS (SELECT FROM public.raw_object r WHERE r.dataset = ${dataset} AND r.id > newest_raw) THEN
    refusal := 'behind'; RETURN NEXT; RETURN;
  END IF;
  SELECT count(*) FILTER (WHERE o.${first} IS NULL), count(*) FILTER (WHERE b.${first} IS NULL), count(*) FILTER (WHERE is_changed),
    count(*) FILTER (WHERE is_changed AND ROW(${says('b')}) IS NOT DISTINCT FROM ROW(${says('o')})),
    count(*) FILTER (WHERE NOT is_changed)
  INTO inserted, removed, updated, restamped, unchanged
  FROM (SELECT * FROM replay.${sql} b WHERE ${ofTime('b')}) b FULL JOIN (SELECT * FROM public.${sql} o WHERE ${ofTime('o')}) o ON ${equal}
  CROSS JOIN LATERAL (
    SELECT CASE WHEN b.${first} IS NOT NULL AND o.${first} IS NOT NULL THEN ROW(b.*) IS DISTINCT FROM ROW(o.*) END AS is_changed) compared;
  IF removed > 0 AND inserted + updated + unchanged = 0 AND EXISTS (
    SELECT FROM public.load_receipt l JOIN public.raw_object r ON r.id = l.raw_id
    WHERE r.dataset = ${dataset}${time ? ' AND l.first_at < upper_at AND l.last_at >= lower_at' : ''}) THEN
    refusal := 'empty'; RETURN NEXT; RETURN;
  END IF;
  SELECT count(*) INTO revisions FROM (
    (SELECT ${version} ${revisionsOf('public')} EXCEPT ALL SELECT ${version} ${revisionsOf('replay')}) UNION ALL
    (SELECT ${version} ${revisionsOf('replay')} EXCEPT ALL SELECT ${version} ${revisionsOf('public')})) different;
  IF dry THEN RETURN NEXT; RETURN; END IF;
  IF inserted + updated + removed > 0 THEN
    DELETE FROM public.${sql} o WHERE ${ofTime('o')}
      AND NOT EXISTS (SELECT FROM replay.${sql} b WHERE ${equal} AND ROW(b.*) IS NOT DISTINCT FROM ROW(o.*));
    INSERT INTO public.${sql} SELECT b.* FROM replay.${sql} b WHERE ${ofTime('b')} ON CONFLICT DO NOTHING;
  END IF;
  IF revisions > 0 THEN
    DELETE ${revisionsOf('public')};
    INSERT INTO public.revision (${version}) SELECT ${version} ${revisionsOf('replay')} ORDER BY r.id;
  END IF;
  RETURN NEXT;
END $function$`;
}
