// What a tick has to know of every feed, in one question: how far its scheduled runs have come, and what became of those of its latest slot.
import { z } from 'zod';
import type { Db } from '../client.ts';
import { RUN_STATUSES } from '../schema.ts';
import { toMilliseconds } from './dataset-table.ts';

const Found = z.object({
  dataset: z.string(),
  feed: z.string(),
  until: z.number().nullable(),
  attempts: z.array(z.object({ id: z.string(), status: z.enum(RUN_STATUSES), finishedAt: z.number().nullable() })),
});
export type FeedState = z.infer<typeof Found>;

/** `slotRuns`: ids under which the latest slot may have been tried. Feeds that never ran are given too. */
export async function feedStates(
  { $client: client }: Db,
  feeds: readonly { readonly dataset: string; readonly feed: string; readonly slotRuns: readonly string[] }[],
): Promise<readonly FeedState[]> {
  const rows = await client.query(
    `SELECT f.dataset, f.feed,
       (SELECT ${toMilliseconds('r.window_to')} FROM run r
        WHERE r.dataset = f.dataset AND r.feed = f.feed AND r.trigger = 'cron' AND r.status = 'succeeded'
        ORDER BY r.window_to DESC LIMIT 1) AS until,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'status', r.status, 'finishedAt', ${toMilliseconds('r.finished_at')}))
        FROM run r WHERE r.id = ANY (ARRAY(SELECT jsonb_array_elements_text(f.runs)))), '[]') AS attempts
     FROM jsonb_to_recordset($1::jsonb) AS f(dataset text, feed text, runs jsonb)`,
    [JSON.stringify(feeds.map(({ dataset, feed, slotRuns }) => ({ dataset, feed, runs: slotRuns })))],
  );
  return z.array(Found).parse(rows);
}
