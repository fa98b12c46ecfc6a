// The runs of a feed before one run, as their reports measured them: what a run is compared with.
import type { Duration, Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';

export interface EarlierReport {
  readonly reportedAt: Instant;
  /** As they stand in the report: whoever asks checks their shape. */
  readonly measures: unknown;
  readonly findings: readonly string[];
}

/** Newest first. Of runs whose window was about as long: an hour is not to be compared with a year. */
export async function earlierReports(
  { $client: client }: Db,
  {
    dataset,
    feed,
    run,
    length,
    version,
    limit,
  }: {
    readonly dataset: string;
    readonly feed: string;
    /** Left out, if it is there already. */
    readonly run: string;
    readonly length: Duration;
    /** Of the report: others are not read. */
    readonly version: number;
    readonly limit: number;
  },
): Promise<readonly EarlierReport[]> {
  const rows = await client.query(
    `SELECT report -> 'measures' AS measures, report ->> 'reportedAt' AS reported_at,
       ARRAY(SELECT finding ->> 'kind' FROM jsonb_array_elements(report -> 'findings') finding) AS findings
     FROM run
     WHERE dataset = $1 AND feed = $2 AND id <> $3 AND NOT is_dry AND status IN ('succeeded', 'failed')
       AND report ->> 'version' = $4
       AND extract(epoch FROM window_to - window_from) * 1000 BETWEEN $5::float8 / 2 AND $5::float8 * 2
     ORDER BY created_at DESC, id DESC LIMIT $6`,
    [dataset, feed, run, String(version), length, limit],
  );
  return rows.map((row) => ({
    reportedAt: Date.parse(String(row['reported_at'])),
    measures: row['measures'],
    findings: Array.isArray(row['findings']) ? row['findings'].map(String) : [],
  }));
}
