// POST /v1/datasets/{id}/files and …/uploads: files that people send by hand, whole or in parts. Streamed through to ingest, never held here.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { QUALITIES } from '../../../data/columns.ts';
import { CSV, MAX_FILE_BYTES, MAX_PARTS, UPLOAD_TYPES, XLSX } from '../../../data/upload.ts';
import { MAX_XLSX_BYTES } from '../../../data/xlsx.ts';
import { fail, ok, type Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { notPacked } from '../content-encoding.ts';
import { ALL_DATASETS } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { wanting } from '../faults.ts';
import { wordParam } from '../params.ts';
import { answer, invalid, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';

const [FIRST = '', ...OTHERS] = ALL_DATASETS.map(({ id }) => id);
const IDS = [FIRST, ...OTHERS] as const;
const TYPES = { csv: CSV, xlsx: XLSX } as const;

const FileAccepted = z
  .object({
    upload: z.uuid(),
    run: z.string().openapi({ description: 'GET /v1/runs/{id} says how it does' }),
    bytes: z.int(),
    repeated: z
      .boolean()
      .openapi({ description: 'True when this key came before with the same bytes: nothing was done' }),
  })
  .openapi('FileAccepted');
const Part = z
  .object({
    number: z.int(),
    bytes: z.int(),
    sha256: z.string().openapi({
      description: 'Of the bytes; of a dataset about persons something that tells them apart and says nothing',
    }),
  })
  .openapi('UploadPart');
const UploadState = z
  .object({
    upload: z.uuid(),
    parts: z.array(Part).openapi({ description: 'What has arrived so far' }),
    run: z.string().optional().openapi({ description: 'Present once the file was accepted' }),
  })
  .openapi('UploadState');

const dataset = z.object({ id: wordParam(IDS, 'Id of the dataset') });
const upload = dataset.extend({
  upload: z
    .uuid({ error: wanting('the id that the start of the upload gave') })
    .openapi({ example: '0192f0c1-7a51-4b7e-9a57-2c1d9a0b3e4f' }),
});
const part = upload.extend({
  part: z
    .string()
    .refine((text) => /^[1-9]\d*$/.test(text) && Number(text) <= MAX_PARTS, {
      error: wanting(`a whole number from 1 to ${MAX_PARTS}`),
    })
    .transform(Number)
    .openapi({ type: 'integer', minimum: 1, maximum: MAX_PARTS, example: 1 }),
});
const headers = z.object({
  'idempotency-key': z
    .string({ error: wanting('1 to 200 printable characters that name this file') })
    .regex(/^[\x21-\x7e]{1,200}$/, { error: wanting('1 to 200 printable characters without a space') })
    .openapi({ example: 'production-2026-10.csv' }),
});
const wishes = {
  quality: wordParam(
    QUALITIES,
    'What the rows claim; without it what the format says, real time for our own',
  ).optional(),
  dry_run: wordParam(['true', 'false'], 'Only say what would change').optional(),
};
const file = { schema: { type: 'string' as const, format: 'binary' } };
const FORMATS =
  'CSV (comma, semicolon or tab, decimal point or comma, UTF-8 or Windows-1252: told from the bytes) or XLSX (the first sheet), ' +
  'with the column names of GET …/rows?format=csv or of a format that the dataset knows. No multipart/form-data: the body is the file.';

const whole = createRoute({
  method: 'post',
  path: '/v1/datasets/{id}/files',
  operationId: 'uploadFile',
  tags: ['datasets'],
  summary: 'Load a file',
  description: `${FORMATS} At most ${MAX_FILE_BYTES / 1_048_576} MiB (XLSX ${MAX_XLSX_BYTES / 1_048_576} MiB); larger ones in parts (POST …/uploads). The same Idempotency-Key with the same bytes is accepted once.`,
  ...guarded('ingest'),
  request: {
    params: dataset,
    query: query(wishes),
    headers,
    body: { required: true, content: { [CSV]: file, [XLSX]: file } },
  },
  responses: answers(
    { 202: json(FileAccepted, 'Accepted: a run loads it') },
    400,
    404,
    { 409: 'The Idempotency-Key came before, with another file' },
    413,
    415,
    ...GUARDED,
  ),
});
const begin = createRoute({
  method: 'post',
  path: '/v1/datasets/{id}/uploads',
  operationId: 'startUpload',
  tags: ['datasets'],
  summary: 'Begin to send a file in parts, or go on with it',
  description: 'The same Idempotency-Key gives the same upload, with the parts that have arrived.',
  ...guarded('ingest'),
  request: {
    params: dataset,
    query: query({ ...wishes, type: wordParam(['csv', 'xlsx'], 'What kind of file it is') }),
    headers,
  },
  responses: answers(
    { 200: json(UploadState, 'The upload: send its parts') },
    400,
    404,
    { 409: 'The Idempotency-Key came before, for a file of another type or quality' },
    ...GUARDED,
  ),
});
const send = createRoute({
  method: 'put',
  path: '/v1/datasets/{id}/uploads/{upload}/parts/{part}',
  operationId: 'sendUploadPart',
  tags: ['datasets'],
  summary: 'Send one part of a file',
  description: `Parts are cut anywhere, of any size up to ${MAX_FILE_BYTES / 1_048_576} MiB, and come in any order. Sent again, a part takes the place of the one before.`,
  ...guarded('ingest'),
  request: {
    params: part,
    query: query({}),
    body: { required: true, content: { 'application/octet-stream': file } },
  },
  responses: answers(
    { 200: json(Part, 'Kept') },
    400,
    404,
    { 409: 'The file was accepted already, with other bytes in this part' },
    413,
    415,
    ...GUARDED,
  ),
});
const complete = createRoute({
  method: 'post',
  path: '/v1/datasets/{id}/uploads/{upload}',
  operationId: 'completeUpload',
  tags: ['datasets'],
  summary: 'All parts are there: load the file',
  ...guarded('ingest'),
  request: { params: upload, query: query({}) },
  responses: answers({ 202: json(FileAccepted, 'Accepted: a run loads it') }, 400, 404, ...GUARDED),
});

export function fileRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(whole, async (c) => {
    const body = fileIn(c, UPLOAD_TYPES);
    if (!body.ok) return refuse(c, body.failure);
    const { type: mediaType, stream } = body.value;
    const request = { ...requestOf(c.req.valid('param').id, c.req.valid('header'), c.req.valid('query')), mediaType };
    // What a client takes to send its file is its own.
    const asked = ask(c, 'ingest', c.env.INGEST.upload(request, stream, callContext(c)));
    return answer(c, await c.var.deadline.apart(asked), 202);
  });
  app.openapi(begin, async (c) => {
    const { type, ...asked } = c.req.valid('query');
    const mediaType = TYPES[type];
    const request = { ...requestOf(c.req.valid('param').id, c.req.valid('header'), asked), mediaType };
    return answer(c, await ask(c, 'ingest', c.env.INGEST.startUpload(request, callContext(c))));
  });
  app.openapi(send, async (c) => {
    const body = fileIn(c, ['application/octet-stream']);
    if (!body.ok) return refuse(c, body.failure);
    const { id, upload, part: number } = c.req.valid('param');
    const kept = c.env.INGEST.keepPart({ dataset: id, upload, number }, body.value.stream, callContext(c));
    return answer(c, await c.var.deadline.apart(ask(c, 'ingest', kept)));
  });
  app.openapi(complete, async (c) => {
    const { id, upload } = c.req.valid('param');
    const completed = c.env.INGEST.completeUpload({ dataset: id, upload }, callContext(c));
    return answer(c, await ask(c, 'ingest', completed), 202);
  });
}

function requestOf(
  dataset: string,
  header: z.infer<typeof headers>,
  { quality, dry_run }: { readonly quality?: string | undefined; readonly dry_run?: string | undefined },
) {
  return {
    dataset,
    idempotencyKey: header['idempotency-key'],
    dry: dry_run === 'true',
    ...(quality !== undefined && { quality }),
  };
}

/** Its length, where it is said, is refused before a byte is read; where it is not, ingest counts. */
function fileIn(
  c: GatewayContext,
  types: readonly string[],
): Result<{ readonly type: string; readonly stream: ReadableStream<Uint8Array> }> {
  const given = c.req.header('content-type');
  const type = given?.split(';')[0]?.trim().toLowerCase();
  if (!type || !types.includes(type)) {
    const got = given ? JSON.stringify(given.slice(0, 100)) : 'no Content-Type';
    return fail({ reason: 'unsupported_media_type', got, expected: types.join(' or ') });
  }
  const plain = notPacked(c);
  if (!plain.ok) return plain;
  const limitBytes = type === XLSX ? MAX_XLSX_BYTES : MAX_FILE_BYTES;
  if (Number(c.req.header('content-length') ?? 0) > limitBytes) return fail({ reason: 'too_large', limitBytes });
  const stream = c.req.raw.body;
  return stream ? ok({ type, stream }) : fail(invalid({ pointer: '', detail: 'got no body, want a file' }));
}
