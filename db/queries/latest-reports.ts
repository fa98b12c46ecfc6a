// How everything stands at a glance: of the newest quality report of each feed what a list shows, a tenth of it at most.
import type { Db } from '../client.ts';

export interface FeedOfDataset {
  readonly dataset: string;
  readonly feed: string;
}

const GLANCE = ['version', 'dataset', 'feed', 'run', 'grade', 'reportedAt', 'simulated', 'measures'] as const;

/** As they stand in the run: whoever asks checks their shape. Feeds without one are left out. */
export async function latestReports({ $client: client }: Db, feeds: readonly FeedOfDataset[]): Promise<unknown[]> {
  const rows = await client.query(
    `SELECT jsonb_build_object(${GLANCE.map((name) => `'${name}', latest.report -> '${name}'`).join(', ')}) AS glance
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(dataset, feed, place), LATERAL (
       SELECT run.report FROM run
       WHERE run.dataset = asked.dataset AND run.feed = asked.feed AND NOT run.is_dry AND run.report IS NOT NULL
       ORDER BY run.created_at DESC, run.id DESC LIMIT 1
     ) latest
     ORDER BY asked.place`,
    [feeds.map(({ dataset }) => dataset), feeds.map(({ feed }) => feed)],
  );
  return rows.map((row) => row['glance']);
}
