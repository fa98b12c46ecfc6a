// A month of facts in every table, made up by Postgres itself: for tests of queries, not of what is true. Never in a database that somebody uses.
import { getTableName } from 'drizzle-orm';
import pg from 'pg';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Field, fieldsOf } from '../../data/field.ts';
import { formatInstant, HOUR, type TimeWindow } from '../../data/time.ts';
import { quoted } from '../queries/dataset-table.ts';

/** Keys that may hold anything: as many of each. */
const THINGS = 2;
const THINGS_OF_A_SNAPSHOT = 8;

export async function fillMonth(
  ownerUrl: string,
  definitions: readonly DatasetDefinition[],
  window: TimeWindow,
): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'");
    for (const definition of definitions) {
      const raw = await provenance(client, definition.id, window);
      await client.query(statementOf(definition, window, raw));
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** One run that fetched everything of a dataset at the end of the month, rejected a row and corrected a value. */
async function provenance(client: pg.Client, dataset: string, { from, to }: TimeWindow): Promise<number> {
  const values = [dataset, formatInstant(from), formatInstant(to)];
  await client.query('INSERT INTO dataset_origin (dataset, simulated) VALUES ($1, false)', [dataset]);
  await client.query(
    `INSERT INTO run (id, dataset, feed, trigger, request_id, window_from, window_to, status, created_at, finished_at)
     VALUES ($1 || '-month', $1, 'month', 'request', 'test', $2, $3, 'succeeded', $3, $3)`,
    values,
  );
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
     VALUES ($1 || '-month', $1, 'month', 'made-up', 'raw/' || $1, repeat('0', 64), 1, $2, false) RETURNING id`,
    [dataset, formatInstant(to)],
  );
  const { id } = rows[0]!;
  await client.query(
    `INSERT INTO reject (run_id, raw_id, place, reason, fragment) VALUES ($1 || '-month', $2, 'line 7', 'no number', 'x')`,
    [dataset, id],
  );
  await client.query(
    `INSERT INTO revision (dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)
     VALUES ($1, ARRAY['FR', '0'], $2, 'load', '{"load_mw": 50000}', 'real time', $2, $3, $4)`,
    [...values, id],
  );
  return id;
}

/** Every combination of its keys, and in each row values of its columns' ranges, always the same ones. */
function statementOf(definition: DatasetDefinition, window: TimeWindow, raw: number): string {
  const fields = fieldsOf(definition);
  const keys = fields.filter(({ required }) => required);
  const values = fields.filter(({ required }) => !required);
  const time = definition.timeColumn;
  const others = keys.filter(({ name }) => name !== time);
  const from = [
    ...(time === undefined ? [] : [`${timesOf(definition, window)} AS k(${quoted(time)})`]),
    ...others.map((key) => `${keyValues(definition, key)} AS ${quoted(`k_${key.name}`)}(${quoted(key.name)})`),
  ];
  const parts = Object.keys(definition.parts);
  const names = [
    ...keys.map(({ name }) => name),
    ...values.map(({ name }) => name),
    ...parts.flatMap((part) => [`${part}_quality`, `${part}_known_at`, `${part}_raw`]),
  ];
  const known = time === undefined ? `'${formatInstant(window.to)}'::timestamptz` : `t.${quoted(time)}`;
  return `INSERT INTO ${quoted(getTableName(definition.table))} (${names.map(quoted).join(', ')})
SELECT ${[
    ...keys.map(({ name }) => `t.${quoted(name)}`),
    ...values.map((field, i) => madeUp(field, i, known)),
    ...parts.map(() => `'real time'::quality, ${known}, ${raw}`),
  ].join(', ')}
FROM (SELECT (row_number() OVER ())::integer AS n, * FROM ${from.join(' CROSS JOIN ')}) t`;
}

function timesOf({ grid }: DatasetDefinition, { from, to }: TimeWindow): string {
  const [first, last] = [`'${formatInstant(from)}'::timestamptz`, `'${formatInstant(to - 1)}'::timestamptz`];
  if (typeof grid === 'number') return `generate_series(${first}, ${last}, interval '${grid / 1_000} seconds')`;
  const step = grid === 'paris-month' ? '1 month' : '1 day';
  return `generate_series(${first}, ${last}, interval '${step}', 'Europe/Paris')`;
}

function keyValues({ grid }: DatasetDefinition, { kind, words, name }: Field): string {
  if (words) return `unnest(ARRAY[${words.map((word) => `'${word}'`).join(', ')}])`;
  if (kind === 'instant')
    return `LATERAL (SELECT k.${quoted(name === 'at' ? 'issued_at' : 'at')} + ahead * interval '${HOUR / 1_000} seconds' FROM unnest(ARRAY[0, 24, 72]) ahead)`;
  const count = grid === 'snapshot' ? THINGS_OF_A_SNAPSHOT : THINGS;
  return kind === 'text' ? `(SELECT 'T00' || i FROM generate_series(1, ${count}) i)` : `generate_series(1, ${count})`;
}

function madeUp({ name, kind, min, max, words }: Field, i: number, time: string): string {
  // 0 to 1, without a pattern that would meet the grid.
  const share = `((hashint4(t.n * 64 + ${i}) & 65535) / 65535.0)`;
  if (kind === 'instant') return time;
  if (kind === 'boolean') return `${share} < 0.2`;
  if (kind === 'text' && words)
    return `(ARRAY[${words.map((word) => `'${word}'`).join(', ')}])[1 + t.n % ${words.length}]`;
  if (kind === 'text')
    return /date$/.test(name)
      ? `to_char(${time} AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD')`
      : `'T00' || 1 + t.n / 5 % 2`;
  const [low, high] = [Math.max(min, -1_000), Math.min(max, 100_000)];
  const value = `${low} + ${high - low} * ${share}`;
  return kind === 'integer' ? `round(${value})` : value;
}
