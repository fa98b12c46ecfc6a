// The anomalies of the slices of a run, added up rule by rule as the report shows them. Pure.
import type { AnomalyRule, DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal } from '../../data/privacy.ts';
import { formatInstant } from '../../data/time.ts';
import type { QualityReport } from '../mesh/quality-report.ts';
import type { Detected } from './anomalies.ts';

const MAX_SHOWN = 60;

export function reportedAnomalies(
  definition: DatasetDefinition | undefined,
  slices: readonly Detected[],
): QualityReport['anomalies'] {
  const rules = (definition?.quality.anomalies ?? []).map((rule, i) => {
    const here = slices.flatMap((slice) => slice.rules[i] ?? []);
    const skipped = here.find((counted) => counted.skipped)?.skipped;
    return {
      kind: rule.kind,
      column: rule.column,
      limits: limitsOf(rule),
      ...(rule.places && { places: [...rule.places] }),
      judged: here.reduce((sum, { judged }) => sum + judged, 0),
      found: here.reduce((sum, { found }) => sum + found, 0),
      ...(skipped && { skipped }),
    };
  });
  const mayShow = definition !== undefined && !isPersonal(definition);
  const shown = mayShow ? slices.flatMap(({ first }) => first).slice(0, MAX_SHOWN) : [];
  return {
    count: rules.reduce((sum, { found }) => sum + found, 0),
    outOfOrder: slices.reduce((sum, { outOfOrder }) => sum + outOfOrder, 0),
    rules,
    first: shown.map(({ at, until, ...anomaly }) => ({
      ...anomaly,
      ...(at !== null && { at: formatInstant(at) }),
      ...(until !== undefined && { until: formatInstant(until) }),
    })),
  };
}

function limitsOf(rule: AnomalyRule): number[] {
  switch (rule.kind) {
    case 'range':
      return [rule.low, rule.high];
    case 'jump':
      return [rule.most];
    case 'flat':
      return [rule.steps];
    case 'unusual':
      return [rule.deviations];
  }
}
