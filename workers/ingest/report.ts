// The quality report of a run, from what its steps counted and what stands around it. Pure; the shape is QualityReport in mesh.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal, withoutValues } from '../../data/privacy.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import type { EarlierReport } from '../../db/queries/earlier-reports.ts';
import { type QualityReport, REPORT_VERSION } from '../mesh/quality-report.ts';
import { compared } from './comparison.ts';
import { judged } from './findings.ts';
import { reportedAnomalies } from './report-anomalies.ts';
import {
  cleaningsOf,
  completenessOf,
  distributionsOf,
  gapsOf,
  rejectedOf,
  rowsOf,
  secondsOf,
  warningsOf,
} from './report-sums.ts';
import type { RunOrder } from './run-order.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import { timelineOf } from './timeline.ts';

/** What stands around a run when it ends. */
export interface Surroundings {
  readonly simulated: boolean;
  readonly reportedAt: Instant;
  readonly freshness: QualityReport['freshness'];
  /** Newest first. */
  readonly earlier: readonly EarlierReport[];
}

export function qualityReport(
  order: RunOrder,
  // A run may be older than the program, and its dataset gone.
  definition: DatasetDefinition | undefined,
  slices: readonly SliceOutcome[],
  { simulated, reportedAt, freshness, earlier }: Surroundings,
): QualityReport {
  const isAboutPersons = definition !== undefined && isPersonal(definition);
  const loaded = slices.flatMap((slice) => (slice.loaded ? [slice.loaded] : []));
  const refused = slices.flatMap((slice) => slice.refused ?? []);
  const rows = rowsOf(loaded, refused);
  const seconds = secondsOf(slices);
  const completeness = completenessOf(loaded);
  const anomalies = reportedAnomalies(
    definition,
    loaded.map(({ validation }) => validation.anomalies),
  );
  const pieces = slices.flatMap(({ window, loaded: slice }) => {
    const coverage = slice?.validation.completeness?.coverage;
    return coverage ? [{ window, coverage }] : [];
  });
  const timeline = timelineOf(order, pieces);
  const report = {
    version: REPORT_VERSION,
    run: order.id,
    dataset: order.dataset,
    feed: order.feed,
    trigger: order.trigger,
    window: { from: formatInstant(order.from), to: formatInstant(order.to) },
    reportedAt: formatInstant(reportedAt),
    simulated,
    dry: order.dry ?? false,
    personal: isAboutPersons,
    rows,
    rejected: rejectedOf([...refused, ...loaded.map(({ validation }) => validation)].map(({ reasons }) => reasons)),
    warnings: warningsOf(loaded, isAboutPersons),
    cleanings: cleaningsOf(definition, loaded),
    ...(completeness && { completeness }),
    gaps: gapsOf(loaded),
    ...(timeline && { timeline }),
    anomalies,
    distributions: distributionsOf(loaded),
    freshness,
    slices: slices.map((slice) => ({
      from: formatInstant(slice.window.from),
      to: formatInstant(slice.window.to),
      ...(slice.loaded && { source: slice.loaded.source }),
      failovers: slice.failovers.map((failover) => ({
        ...failover,
        reason: isAboutPersons ? withoutValues(failover.reason) : failover.reason,
      })),
      lakeKeys: [...(slice.loaded?.lakeKeys ?? [])],
    })),
    seconds,
    measures: {
      ...(completeness && completeness.expected > 0 && { completeness: completeness.present / completeness.expected }),
      rows: rows.extracted,
      rejected: rows.rejected,
      anomalies: anomalies.count,
      seconds: Number(
        Object.values(seconds)
          .reduce((sum, some) => sum + some, 0)
          .toFixed(3),
      ),
    },
  };
  return {
    ...report,
    ...judged(report, earlier, reportedAt),
    comparison: compared(report.measures, earlier),
  };
}
