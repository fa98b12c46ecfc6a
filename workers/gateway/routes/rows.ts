// GET /v1/datasets/…/rows: facts of a window, as JSON page by page, or whole as CSV or ndjson. One route per dataset.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { DatasetDefinition } from '../../../data/dataset.ts';
import { servedRowSchema } from '../../../data/row.ts';
import { DAY, formatInstant, type TimeWindow } from '../../../data/time.ts';
import { type RowQuestion, readRows } from '../../../db/queries/read-rows.ts';
import { logger } from '../../mesh/log.ts';
import { ok, type Result } from '../../mesh/result.ts';
import { BY_CALLER, etagOf, keep, PRIVATE } from '../cached.ts';
import { csvLine } from '../csv.ts';
import { DATASETS, inCamelCase } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { exportOf } from '../export.ts';
import { isolateOf } from '../isolate.ts';
import { fileName, licenceLink } from '../licence.ts';
import { fitting, MOST_ROWS } from '../most-rows.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { cursorParam, instantParam, limitParam, wordParam, wordsParam } from '../params.ts';
import { placesIn, placesParams } from '../places.ts';
import { invalid, pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, query } from '../route.ts';
import { describeLater, schemaNamed } from '../schemas.ts';
import { servedColumns } from '../served.ts';
import { type AskedWindow, standardWindow, windowOf, windowParams } from '../window.ts';
import { Licence } from './datasets.ts';

const STANDARD_PAGE = 1_000;
const LONGEST_PAGE = 10_000;
/** Held in memory while it is sent: about 3 MB. */
const EXPORT_PAGE = 5_000;
const LONGEST = 25 * 366 * DAY;

export function rowsRoutes(app: OpenAPIHono<Gateway>): void {
  for (const definition of DATASETS) addRows(app, definition);
}

function addRows(app: OpenAPIHono<Gateway>, definition: DatasetDefinition): void {
  const name = inCamelCase(definition.id);
  describeLater(app, (registry) => registry.register(`${name}Rows`, rowsSchema(definition)));
  const columns = Object.values(definition.parts).flatMap((part) => part.columns);
  const route = createRoute({
    method: 'get',
    path: `/v1/datasets/${definition.id}/rows`,
    operationId: `get${name}Rows`,
    tags: ['datasets'],
    summary: `Rows of ${definition.id}: ${definition.title.en}`,
    description: `JSON comes in pages; csv and ndjson come whole, or as many rows as \`limit\` says. Without a limit a window that may hold more than ${MOST_ROWS} rows is refused, and a file that would grow longer all the same breaks off: what ends is complete. Each part of a row says its quality, since when it could be known and who said so.`,
    ...guarded('read'),
    request: {
      query: query({
        ...placesParams(definition),
        ...windowParams(definition),
        as_of: instantParam({
          description: 'Answer with what could be known then, before later corrections',
          example: '2026-11-20T00:00:00Z',
        }).optional(),
        columns: wordsParam(columns, 'Only these values; the key always comes along').optional(),
        limit: limitParam({
          most: MOST_ROWS,
          description: `How many rows. JSON: ${STANDARD_PAGE} when absent, ${LONGEST_PAGE} at most; csv and ndjson: all when absent, of a window of ${MOST_ROWS} rows at most`,
        }),
        cursor: cursorParam.optional(),
        format: wordParam(['json', 'csv', 'ndjson'], 'Media type; Accept says the same').optional(),
      }),
    },
    responses: answers(
      {
        200: {
          description: 'The rows, by key',
          content: {
            [FORMATS.json]: { schema: schemaNamed(`${name}Rows`) },
            [FORMATS.csv]: { schema: z.string() },
            [FORMATS.ndjson]: { schema: z.string().openapi({ description: 'One row as JSON a line' }) },
          },
        },
        304: { description: 'As in If-None-Match' },
      },
      400,
      406,
      ...GUARDED,
    ),
  });
  app.openapi(route, async (c) => {
    const asked = c.req.valid('query');
    const window = askedWindow(definition, asked);
    if (!window.ok) return refuse(c, window.failure);
    const format = negotiate(c.req.header('accept'), asked.format, ['json', 'csv', 'ndjson']);
    if (!format.ok) return refuse(c, format.failure);
    const question: Question = {
      ...(window.value && { window: window.value }),
      places: placesIn(definition, asked),
      ...(asked.columns && { columns: asked.columns }),
      ...(asked.as_of !== undefined && { asOf: asked.as_of }),
      ...(asked.cursor && { cursor: asked.cursor }),
    };
    if (format.value === 'json') return page(c, definition, question, asked.limit ?? STANDARD_PAGE);
    const whole = asked.limit === undefined ? fitting(definition, question) : ok(null);
    if (!whole.ok) return refuse(c, whole.failure);
    return file(c, definition, question, format.value, asked.limit);
  });
}

function rowsSchema(definition: DatasetDefinition) {
  const Row = servedRowSchema(definition).openapi(`${inCamelCase(definition.id)}Row`);
  return z.object({
    dataset: z.string(),
    licence: Licence,
    // Of a snapshot there is no window.
    ...(definition.timeColumn !== undefined && { from: z.iso.datetime(), to: z.iso.datetime() }),
    as_of: z.iso.datetime().optional(),
    rows: z.array(Row),
    next: z.string().optional().openapi({ description: 'The cursor of the next page; absent on the last one' }),
  });
}

type Question = Omit<RowQuestion, 'limit'>;

function askedWindow(definition: DatasetDefinition, asked: AskedWindow): Result<TimeWindow | undefined> {
  if (definition.timeColumn === undefined) return ok(undefined);
  return windowOf(asked, { now: Date.now(), most: LONGEST, standard: standardWindow(definition) });
}

async function page(
  c: GatewayContext,
  definition: DatasetDefinition,
  question: Question,
  limit: number,
): Promise<Response> {
  if (limit > LONGEST_PAGE) {
    const detail = `got ${limit}, want ${LONGEST_PAGE} at most in JSON; format=csv and format=ndjson give more`;
    return refuse(c, invalid({ pointer: '?limit', detail }));
  }
  const { window, asOf } = question;
  const found = pageOf(await readRows(isolateOf(c.env).db, definition, { ...question, limit }));
  if (!found.ok) return refuse(c, found.failure);
  const { rows, next } = found.value;
  const body = JSON.stringify({
    dataset: definition.id,
    licence: definition.licence,
    ...(window && inText(window)),
    ...(asOf !== undefined && { as_of: formatInstant(asOf) }),
    rows,
    ...(next && { next }),
  });
  const response = keep(c, {
    body,
    type: FORMATS.json,
    etag: await etagOf(body),
    cacheControl: PRIVATE,
    vary: BY_CALLER,
  });
  response.headers.append('Link', licenceLink(definition));
  if (next) response.headers.append('Link', `<${nextPage(c.req.url, question, next)}>; rel="next"`);
  return response;
}

/** The same question with its window spelt out: `now` moves. */
function nextPage(url: string, { window }: Question, next: string): string {
  const { pathname, searchParams } = new URL(url);
  for (const [name, at] of Object.entries(window ? inText(window) : {})) searchParams.set(name, at);
  searchParams.set('cursor', next);
  return `${pathname}?${searchParams}`;
}

const inText = ({ from, to }: TimeWindow) => ({ from: formatInstant(from), to: formatInstant(to) });

async function file(
  c: GatewayContext,
  definition: DatasetDefinition,
  question: Question,
  format: 'csv' | 'ndjson',
  limit: number | undefined,
): Promise<Response> {
  const { db } = isolateOf(c.env);
  let left = limit ?? MOST_ROWS;
  const read = async (cursor: string | undefined) => {
    const asked = { ...question, ...(cursor && { cursor }), limit: Math.min(EXPORT_PAGE, left) };
    const found = pageOf(await readRows(db, definition, asked));
    if (!found.ok) return found;
    const { rows, next } = found.value;
    left -= rows.length;
    // Nobody asked for a part: what ended here would look whole.
    if (left <= 0 && next && limit === undefined) throw new Error(`an export of more than ${MOST_ROWS} rows`);
    return ok({ rows, next: left > 0 ? next : null });
  };
  // Read before the answer begins: what is wrong is then still a problem, and not a stream that breaks off.
  const first = await read(question.cursor);
  if (!first.ok) return refuse(c, first.failure);
  const columns = servedColumns(definition, question.columns);
  const { body, over } = exportOf({
    first: first.value,
    more: read,
    head: format === 'csv' ? csvLine(columns) : '',
    line: format === 'csv' ? (row) => csvLine(columns.map((name) => row[name])) : (row) => `${JSON.stringify(row)}\n`,
    broken: (error) => logger({ worker: 'gateway', context: callContext(c) }).error('export_broken', { error }),
  });
  c.set('streamed', over);
  return new Response(body, {
    headers: {
      'Content-Type': format === 'csv' ? `${FORMATS.csv}; charset=utf-8; header=present` : FORMATS.ndjson,
      'Content-Disposition': `attachment; filename="${fileName(definition, question.window, format)}"`,
      'Cache-Control': 'private, no-store',
      Vary: BY_CALLER,
      Link: licenceLink(definition),
    },
  });
}
