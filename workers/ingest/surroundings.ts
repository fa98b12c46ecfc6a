// What the report of a run needs beside its own counts: how fresh the facts are now, and how the runs before it went.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Duration, type Instant, SECOND } from '../../data/time.ts';
import { earlierReports } from '../../db/queries/earlier-reports.ts';
import { freshness } from '../../db/queries/read-rows.ts';
import { type QualityReport, REPORT_VERSION } from '../mesh/quality-report.ts';
import { RUNS_COMPARED } from './comparison.ts';
import type { Surroundings } from './report.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

export async function surroundings(
  { db, clock, simulator }: Shell,
  order: RunOrder,
  definition: DatasetDefinition | undefined,
): Promise<Surroundings> {
  const { id: run, dataset, feed, from, to } = order;
  const reportedAt = clock();
  const [earlier, { newest }] = await Promise.all([
    earlierReports(db, { dataset, feed, run, length: to - from, version: REPORT_VERSION, limit: RUNS_COMPARED }),
    definition ? freshness(db, definition, { until: reportedAt }) : { newest: {} },
  ]);
  return {
    simulated: simulator !== null,
    reportedAt,
    earlier,
    freshness: definition ? freshnessOf(definition, order.feed, newest, reportedAt) : [],
  };
}

/**
 * Of the parts that the run's feed brings; of all of them for pushes and files, which belong to no feed and are never late.
 * The newest fact of a part is what its quickest feed brings: an archive, which follows months later, is not asked for it.
 */
export function freshnessOf(
  definition: DatasetDefinition,
  feedId: string,
  newest: Readonly<Record<string, string>>,
  now: Instant,
): QualityReport['freshness'] {
  const own = definition.feeds.find(({ id }) => id === feedId);
  const isExpected = typeof definition.grid === 'number' || definition.grid.startsWith('paris-');
  return Object.entries(definition.parts).flatMap(([part, { columns }]) => {
    const feeds = definition.feeds.filter((feed) => columns.some((name) => feed.columns.includes(name)));
    if (feeds.length === 0 || (own && !feeds.includes(own)) || definition.timeColumn === undefined) return [];
    const quickest: Duration = Math.min(...feeds.map((feed) => feed.staleAfter));
    const staleAfter = own?.staleAfter ?? quickest;
    const at = newest[part];
    return [
      {
        part,
        ...(at !== undefined && { newest: at }),
        staleAfterSeconds: staleAfter / SECOND,
        ...(own &&
          isExpected &&
          staleAfter === quickest && { stale: at === undefined || now - Date.parse(at) > staleAfter }),
      },
    ];
  });
}
