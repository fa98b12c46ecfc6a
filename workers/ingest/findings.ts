// What somebody should know of a run, who is asked, and the grade that follows. Pure.
import { formatInstant, type Instant } from '../../data/time.ts';
import type { EarlierReport } from '../../db/queries/earlier-reports.ts';
import { FINDINGS, type Finding, type FindingKind, type Grade, type QualityReport } from '../mesh/quality-report.ts';
import { since } from './comparison.ts';

type Judged = Omit<QualityReport, 'grade' | 'findings' | 'comparison'>;

const ASKED: Readonly<Record<FindingKind, Finding['asked']>> = {
  failed: 'operator',
  incomplete: 'publisher',
  stale: 'publisher',
  rejected: 'data engineer',
  failover: 'operator',
  anomalies: 'data engineer',
  warnings: 'data engineer',
  duplicates: 'nobody',
  cleaned: 'nobody',
};

/** Shares below or above which a grade is lost. */
const BAD = { completeness: 0.9, rejected: 0.1 };
const POOR = { completeness: 0.98, rejected: 0.01, anomalies: 0.01, duplicates: 0.1 };

export function judged(
  report: Judged,
  earlier: readonly EarlierReport[],
  reportedAt: Instant,
): Pick<QualityReport, 'grade' | 'findings'> {
  const { completeness, rows, slices, anomalies, warnings, cleanings } = report;
  const isRecent = Date.parse(report.window.to);
  const counts: Readonly<Record<FindingKind, number>> = {
    failed: slices.filter(({ source }) => source === undefined).length,
    incomplete: completeness ? completeness.expected - completeness.present : 0,
    // A window of long ago cannot bring what is new.
    stale: report.freshness.filter(
      ({ stale, staleAfterSeconds }) => stale && isRecent >= reportedAt - staleAfterSeconds * 1_000,
    ).length,
    rejected: rows.rejected,
    // Where no source answered none gave way to another: that is a failure.
    failover: slices.filter(
      ({ source, failovers }) => source !== undefined && failovers.some(({ notAsked }) => !notAsked),
    ).length,
    anomalies: anomalies.count,
    warnings: warnings.length,
    duplicates: rows.duplicates,
    cleaned: cleanings.reduce((sum, { rows: cleaned }) => sum + cleaned, 0),
  };
  const findings = FINDINGS.filter((kind) => counts[kind] > 0).map((kind) => ({
    kind,
    count: counts[kind],
    since: formatInstant(since(kind, earlier, reportedAt)),
    asked: ASKED[kind],
  }));
  return { grade: gradeOf(report, counts, findings), findings };
}

function gradeOf(
  { completeness, rows, anomalies }: Judged,
  counts: Readonly<Record<FindingKind, number>>,
  findings: readonly Finding[],
): Grade {
  const present = completeness && completeness.expected > 0 ? completeness.present / completeness.expected : 1;
  const rejected = rows.extracted > 0 ? rows.rejected / rows.extracted : 0;
  const duplicates = rows.extracted > 0 ? rows.duplicates / rows.extracted : 0;
  const judgedValues = Math.max(1, ...anomalies.rules.map((rule) => rule.judged));
  if (counts.failed > 0) return 'E';
  if (present < BAD.completeness || rejected > BAD.rejected || counts.stale > 0) return 'D';
  const isPoor =
    present < POOR.completeness ||
    rejected > POOR.rejected ||
    duplicates > POOR.duplicates ||
    anomalies.count / judgedValues > POOR.anomalies;
  if (isPoor) return 'C';
  return findings.some(({ asked }) => asked !== 'nobody') ? 'B' : 'A';
}
