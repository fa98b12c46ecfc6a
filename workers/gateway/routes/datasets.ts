// The catalogue: what each dataset holds, in which unit, under which licence, from which sources, and how fresh it is.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { DatasetDefinition } from '../../../data/dataset.ts';
import { partOf } from '../../../data/dataset.ts';
import { fieldsOf } from '../../../data/field.ts';
import { SECOND } from '../../../data/time.ts';
import { freshness } from '../../../db/queries/read-rows.ts';
import { BY_CALLER, etagOf, keep, PRIVATE } from '../cached.ts';
import { DATASETS, datasetById, inCamelCase } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { idParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';

const Text = z.object({ en: z.string(), fr: z.string() });
export const Licence = z
  .object({ id: z.string(), url: z.url(), attribution: z.string() })
  .openapi('Licence', { description: 'Travels with every export' });

const Summary = z
  .object({ id: z.string(), title: Text, headline: z.string().optional(), licence: Licence, href: z.string() })
  .openapi('DatasetSummary');
const Column = z
  .object({
    name: z.string(),
    kind: z.enum(['instant', 'integer', 'number', 'boolean', 'text']),
    key: z.boolean(),
    part: z.string().optional().openapi({ description: 'Columns of one part become known together' }),
    min: z.number().optional(),
    max: z.number().optional(),
    words: z.array(z.string()).optional(),
    note: z.string().openapi({ description: 'What it means, with unit and sign' }),
  })
  .openapi('Column');
const FeedSummary = z
  .object({
    id: z.string(),
    columns: z.array(z.string()),
    sources: z.array(z.string()).openapi({ description: 'Best first: the first that answers wins' }),
    stale_after_seconds: z.number(),
  })
  .openapi('Feed');
const Dataset = Summary.extend({
  time_column: z
    .string()
    .optional()
    .openapi({ description: 'Absent for snapshots: what they say holds until it changes' }),
  grid: z.enum(['step', 'paris-day', 'paris-month', 'event', 'snapshot']).openapi({
    description:
      'When facts are expected: every step_seconds, each day or month of Paris, when they come, or until they change',
  }),
  step_seconds: z
    .number()
    .optional()
    .openapi({ description: 'Of the grid `step`; days and months have no fixed length' }),
  columns: z.array(Column),
  feeds: z.array(FeedSummary),
  row_schema: z.string().openapi({ description: 'Where the JSON schema of a row stands' }),
  freshness: z.object({
    newest: z.record(z.string(), z.iso.datetime()).openapi({ description: 'By part: the newest instant with a fact' }),
    fetched_at: z.iso.datetime().optional().openapi({ description: 'When a source last answered' }),
  }),
}).openapi('Dataset');

const list = createRoute({
  method: 'get',
  path: '/v1/datasets',
  operationId: 'listDatasets',
  tags: ['datasets'],
  summary: 'Every dataset',
  ...guarded('read'),
  request: { query: query({}) },
  responses: answers(
    {
      200: json(z.object({ datasets: z.array(Summary) }), 'All of them'),
      304: { description: 'As in If-None-Match' },
    },
    400,
    ...GUARDED,
  ),
});
const one = createRoute({
  method: 'get',
  path: '/v1/datasets/{id}',
  operationId: 'getDataset',
  tags: ['datasets'],
  summary: 'One dataset: columns, units, licence, sources, freshness',
  ...guarded('read'),
  request: { params: z.object({ id: idParam('id', 'consumption') }), query: query({}) },
  responses: answers(
    {
      200: json(Dataset, 'The dataset'),
      304: { description: 'As in If-None-Match' },
    },
    400,
    404,
    ...GUARDED,
  ),
});

export function datasetRoutes(app: OpenAPIHono<Gateway>): void {
  const all = JSON.stringify({ datasets: DATASETS.map(summaryOf) });
  let etag: string | undefined;
  app.openapi(list, async (c) => {
    etag ??= await etagOf(all);
    return keep(c, { body: all, type: 'application/json', etag, cacheControl: PRIVATE, vary: BY_CALLER });
  });
  app.openapi(one, async (c) => {
    const definition = datasetById(c.req.valid('param').id);
    if (!definition.ok) return refuse(c, definition.failure);
    const { newest, fetched_at } = await freshness(isolateOf(c.env).db, definition.value);
    const fresh = { newest, ...(fetched_at !== null && { fetched_at }) };
    const body = JSON.stringify({ ...described(definition.value), freshness: fresh });
    return keep(c, {
      body,
      type: 'application/json',
      etag: await etagOf(body),
      cacheControl: PRIVATE,
      vary: BY_CALLER,
    });
  });
}

function summaryOf({ id, title, headline, licence }: DatasetDefinition): z.infer<typeof Summary> {
  return { id, title, ...(headline && { headline }), licence, href: `/v1/datasets/${id}` };
}

function described(definition: DatasetDefinition): Omit<z.infer<typeof Dataset>, 'freshness'> {
  const { id, timeColumn, grid, feeds } = definition;
  return {
    ...summaryOf(definition),
    ...(timeColumn && { time_column: timeColumn }),
    grid: typeof grid === 'number' ? 'step' : grid,
    ...(typeof grid === 'number' && { step_seconds: grid / SECOND }),
    columns: fieldsOf(definition).map(({ name, kind, required, min, max, words, note }) => {
      const part = partOf(definition, name);
      const ranged = kind === 'integer' || kind === 'number';
      return {
        name,
        kind,
        key: required,
        ...(part && { part }),
        ...(ranged && { min, max }),
        ...(words && { words: [...words] }),
        note,
      };
    }),
    feeds: feeds.map((feed) => ({
      id: feed.id,
      columns: [...feed.columns],
      sources: feed.alternatives.map((source) => source.id),
      stale_after_seconds: feed.staleAfter / SECOND,
    })),
    row_schema: `/openapi.json#/components/schemas/${inCamelCase(id)}Row`,
  };
}
