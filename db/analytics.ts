// The schema `analytics`: what an analyst sees. Facts with their provenance spelt out, the mesh's own records, no person and no secret. Text only.
import { getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../data/dataset.ts';
import { quoted, sqlTableOf } from './queries/dataset-table.ts';

/** Columns that say who called us, or quote what a person sent, stay outside. */
const RECORDS: Readonly<Record<string, string>> = {
  run: 'SELECT t.* FROM public.run t',
  raw_object: 'SELECT t.* FROM public.raw_object t',
  reject: 'SELECT t.*, r.dataset FROM public.reject t JOIN public.raw_object r ON r.id = t.raw_id',
  revision: 'SELECT t.* FROM public.revision t',
  prediction: 'SELECT t.* FROM public.prediction t',
  score: 'SELECT t.* FROM public.score t',
  drift: 'SELECT t.* FROM public.drift t',
};
const BY_DATASET = { run: 't.dataset', raw_object: 't.dataset', reject: 'r.dataset', revision: 't.dataset' } as const;

export interface View {
  readonly name: string;
  readonly comment: string;
  readonly query: string;
  /** Comments on columns that no table has. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** Made anew each time: nothing else may live in this schema. */
export function analyticsStatements(definitions: readonly DatasetDefinition[]): string[] {
  const open = definitions.filter(({ privacy }) => privacy === 'none');
  const views: View[] = [
    ...open.map(factsView),
    ...Object.keys(RECORDS).map((name) => recordsView(name, open)),
    // Last: they read the ones before.
    ...open.flatMap(computedViews),
  ];
  return [
    'DROP SCHEMA IF EXISTS analytics CASCADE',
    'CREATE SCHEMA analytics',
    ...views.flatMap(({ name, comment, query, columns = {} }) => [
      `CREATE VIEW analytics.${quoted(name)} AS ${query}`,
      `COMMENT ON VIEW analytics.${quoted(name)} IS ${literal(comment)}`,
      ...Object.entries(columns).map(
        ([column, note]) => `COMMENT ON COLUMN analytics.${quoted(name)}.${quoted(column)} IS ${literal(note)}`,
      ),
    ]),
    'GRANT USAGE ON SCHEMA analytics TO analyst, gateway, predict, monitor',
    'GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO analyst',
    // What was known at an instant is asked by them too.
    'GRANT SELECT ON analytics.revision TO gateway, predict, monitor',
  ];
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function factsView(definition: DatasetDefinition): View {
  const { key, parts } = sqlTableOf(definition);
  const name = getTableName(definition.table);
  const computed = Object.entries(definition.analysis?.columns ?? {});
  const columns = [
    ...key.map(({ sql }) => `f.${sql}`),
    ...parts.flatMap((part, i) => [
      ...part.columns.map(({ sql }) => `f.${sql}`),
      `f.${part.quality}`,
      `f.${part.knownAt}`,
      `r${i}.source AS ${quoted(`${part.name}_source`)}`,
    ]),
    ...computed.map(([column, { sql }]) => `${sql} AS ${quoted(column)}`),
    'o.simulated',
  ];
  return {
    name,
    comment: `${definition.title.en}, as it stands. ${licenceOf(definition)}`,
    columns: Object.fromEntries(computed.map(([column, { note }]) => [column, note])),
    query: `SELECT ${columns.join(', ')} FROM public.${quoted(name)} f
${parts.map(({ raw }, i) => `LEFT JOIN public.raw_object r${i} ON r${i}.id = f.${raw}`).join('\n')}
LEFT JOIN public.dataset_origin o ON o.dataset = ${literal(definition.id)}`,
  };
}

const computedViews = (definition: DatasetDefinition): View[] =>
  Object.entries(definition.analysis?.views ?? {}).map(([name, { sql, note }]) => ({
    name,
    comment: `${note} ${licenceOf(definition)}`,
    query: sql,
  }));

const licenceOf = ({ licence: { id, attribution } }: DatasetDefinition): string => `Licence: ${id}, ${attribution}`;

function recordsView(name: string, open: readonly DatasetDefinition[]): View {
  const dataset = Object.entries(BY_DATASET).find(([table]) => table === name)?.[1];
  const ids = open.map(({ id }) => literal(id)).join(', ');
  return {
    name,
    comment: dataset ? `As in public.${name}, of datasets without personal data` : `As in public.${name}`,
    query: `${RECORDS[name]}${dataset ? ` WHERE ${dataset} IN (${ids || 'NULL'})` : ''}`,
  };
}
