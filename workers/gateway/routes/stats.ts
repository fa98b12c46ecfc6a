// GET /v1/<dataset>/stats: mean, peak and trough of the column people ask about first. One route per dataset that names one.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { DatasetDefinition } from '../../../data/dataset.ts';
import { type Field, fieldsOf } from '../../../data/field.ts';
import { DAY, formatInstant } from '../../../data/time.ts';
import { columnStats } from '../../../db/queries/read-rows.ts';
import { PRIVATE } from '../cached.ts';
import { DATASETS, inCamelCase } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { placeIn, placeParams } from '../places.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { describeLater, schemaNamed } from '../schemas.ts';
import { standardWindow, windowOf, windowParams } from '../window.ts';
import { Licence } from './datasets.ts';

const LONGEST = 366 * DAY;

export function statsRoutes(app: OpenAPIHono<Gateway>): void {
  for (const definition of DATASETS) {
    const headline = figureOf(definition);
    if (headline) addStats(app, definition, headline);
  }
}

/** The headline, where it is a number and has a time: a mean of words, or over things, says nothing. */
function figureOf(definition: DatasetDefinition): string | undefined {
  if (definition.timeColumn === undefined) return undefined;
  const isNumber = ({ kind }: Field) => kind === 'integer' || kind === 'number';
  return fieldsOf(definition).find((field) => field.name === definition.headline && isNumber(field))?.name;
}

function addStats(app: OpenAPIHono<Gateway>, definition: DatasetDefinition, column: string): void {
  const { id, licence } = definition;
  const note = fieldsOf(definition).find(({ name }) => name === column)?.note ?? '';
  const name = `${inCamelCase(id)}Stats`;
  describeLater(app, (registry) => registry.register(name, statsSchema(column, note)));
  const route = createRoute({
    method: 'get',
    path: `/v1/${id}/stats`,
    operationId: `get${name}`,
    tags: ['datasets'],
    summary: `Mean, peak and trough of ${column} over a window`,
    ...guarded('read'),
    request: { query: query({ ...placeParams(definition), ...windowParams(definition) }) },
    responses: answers({ 200: json(schemaNamed(name), note || 'The figures') }, 400, ...GUARDED),
  });
  app.openapi(route, async (c) => {
    const asked = c.req.valid('query');
    const window = windowOf(asked, {
      now: Date.now(),
      most: LONGEST,
      standard: standardWindow(definition),
    });
    if (!window.ok) return refuse(c, window.failure);
    const { from, to } = window.value;
    const place = placeIn(definition, asked);
    const { count, mean, peak, trough } = await columnStats(isolateOf(c.env).db, definition, {
      column,
      place,
      from,
      to,
    });
    const answer = {
      dataset: id,
      column,
      from: formatInstant(from),
      to: formatInstant(to),
      places: place,
      count,
      ...(mean !== null && { mean }),
      ...(peak !== null && { peak }),
      ...(trough !== null && { trough }),
      licence,
    };
    return Response.json(answer, { headers: { 'Cache-Control': PRIVATE } });
  });
}

function statsSchema(column: string, note: string) {
  return z.object({
    dataset: z.string(),
    column: z.string().openapi({ description: note, example: column }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    places: z.record(z.string(), z.union([z.string(), z.number()])),
    count: z.int().openapi({ description: 'How many values the window holds' }),
    mean: z.number().optional().openapi({ description: 'Absent, as peak and trough, when there is no value' }),
    peak: z.number().optional(),
    trough: z.number().optional(),
    licence: Licence,
  });
}
