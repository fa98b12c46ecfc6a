// The body of POST /v1/runs: what is asked of a run, held against the definition of its dataset. No clock: how far ahead a feed looks depends on the hour.
import { z } from '@hono/zod-openapi';
import { earliestOf } from '../../../data/dataset.ts';
import { glimpse } from '../../../data/glimpse.ts';
import { formatInstant, parseInstant } from '../../../data/time.ts';
import type { RunRequest } from '../../mesh/contracts.ts';
import { fail, ok, type Result } from '../../mesh/result.ts';
import { parsedJson } from '../body.ts';
import { ALL_DATASETS } from '../definitions.ts';
import { faultsOf, known, wanting } from '../faults.ts';
import { invalid } from '../refuse.ts';

const [FIRST = '', ...OTHERS] = ALL_DATASETS.map(({ id }) => id);
export const IDS = [FIRST, ...OTHERS] as const;

const instantText = z
  .string({ error: wanting('an instant with its zone, such as 2026-11-20T10:15:00Z') })
  .refine((text) => parseInstant(text) !== null, {
    error: wanting('an instant with its zone, such as 2026-11-20T10:15:00Z'),
  })
  .openapi({ format: 'date-time', example: '2026-11-19T00:00:00Z' });
export const RunRequestBody = known(
  {
    dataset: z.enum(IDS, { error: wanting(`one of ${IDS.join(', ')}`) }).openapi({ example: FIRST }),
    feed: z
      .string({ error: wanting('the id of a feed') })
      .optional()
      .openapi({ description: 'Every feed of the dataset, when absent' }),
    from: instantText,
    to: instantText.openapi({ example: '2026-11-20T00:00:00Z' }),
    dry_run: z
      .boolean({ error: wanting('true or false') })
      .optional()
      .openapi({ description: 'Only say what would change: GET /v1/runs/{id} has `changes`' }),
    replay: z
      .boolean({ error: wanting('true or false') })
      .optional()
      .openapi({
        description: 'Ask no source: rebuild the window from the raw objects in the lake, all feeds together',
      }),
  },
  'field',
);

export function runRequestIn(text: string): Result<RunRequest> {
  const body = parsedJson(text);
  if (!body.ok) return body;
  const read = RunRequestBody.safeParse(body.value);
  if (!read.success) return fail(invalid(...faultsOf(read.error, 'body')));
  const { dataset, feed, from, to, dry_run: dry, replay } = read.data;
  const definition = ALL_DATASETS.find(({ id }) => id === dataset);
  const feeds = definition?.feeds.map(({ id }) => id) ?? [];
  if (feed !== undefined && !feeds.includes(feed)) {
    return fail(invalid({ pointer: '/feed', detail: `got ${glimpse(feed)}, want one of ${feeds.join(', ')}` }));
  }
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0)
    return fail(invalid({ pointer: '/to', detail: `got ${glimpse(to)}, want an instant after ${from}` }));
  // What the definition alone says. How far ahead a feed looks depends on the hour: ingest, whose clock the run goes by, says that.
  const earliest = earliestOf(definition ?? {});
  if (Date.parse(from) < earliest)
    return fail(
      invalid({ pointer: '/from', detail: `got ${glimpse(from)}, want ${formatInstant(earliest)} or later` }),
    );
  return ok({
    dataset,
    from,
    to,
    ...(feed !== undefined && { feed }),
    ...(dry !== undefined && { dry }),
    ...(replay !== undefined && { replay }),
  });
}
