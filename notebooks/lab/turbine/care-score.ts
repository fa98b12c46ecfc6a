// The CARE score of early fault detection: coverage, accuracy, reliability, earliness (Gück, Roelofs and Faulstich 2024, Data 9(12) 138, arXiv 2404.10320). Knows no model.

/** A stretch of one turbine that is judged as a whole: one that ends in a fault, or one in which nothing is wrong. */
export interface CareEvent {
  readonly kind: 'anomaly' | 'normal';
  /** Step by step: whether the detector said that something is wrong. */
  readonly flagged: readonly boolean[];
  /** Whether the turbine was in normal operation: other steps are not judged. */
  readonly operating: readonly boolean[];
  /** From this step on it was going wrong; the length of `flagged` where it never was. */
  readonly wrongFrom: number;
}

export interface CareScore {
  readonly coverage: number;
  readonly accuracy: number;
  readonly reliability: number;
  readonly earliness: number;
  readonly care: number;
}

/** False alarms weigh four times as much as misses. */
const BETA = 0.5;
const WEIGHTS = { coverage: 1, accuracy: 2, reliability: 1, earliness: 1 } as const;

/**
 * `criticality` is how many steps more must be flagged than not, for an event to count as detected: the paper has 72
 * steps of ten minutes. `fullUntil` is the share of the time before the fault in which a flag counts in full: the paper has a half.
 */
export function careScoreOf(
  events: readonly CareEvent[],
  { criticality, fullUntil }: { readonly criticality: number; readonly fullUntil: number },
): CareScore {
  const anomalies = events.filter(({ kind }) => kind === 'anomaly');
  const normals = events.filter(({ kind }) => kind === 'normal');
  if (anomalies.length === 0 || normals.length === 0) {
    throw new Error(`got ${anomalies.length} anomalies and ${normals.length} normal stretches, want some of each`);
  }
  const isDetected = (event: CareEvent) => mostCritical(event) >= criticality;
  const detected = anomalies.filter(isDetected).length;
  const falselyDetected = normals.filter(isDetected).length;
  const coverage = mean(anomalies.map(pointwise));
  const accuracy = mean(normals.map(quiet));
  const earliness = mean(anomalies.map((event) => early(event, fullUntil)));
  const reliability = fBeta(detected, falselyDetected, anomalies.length - detected);
  const parts = { coverage, accuracy, reliability, earliness };
  if (detected + falselyDetected === 0) return { ...parts, care: 0 };
  if (accuracy < 0.5) return { ...parts, care: accuracy };
  const sum =
    WEIGHTS.coverage * coverage +
    WEIGHTS.accuracy * accuracy +
    WEIGHTS.reliability * reliability +
    WEIGHTS.earliness * earliness;
  return { ...parts, care: sum / Object.values<number>(WEIGHTS).reduce((all, weight) => all + weight) };
}

/** How far flagged steps ever outnumbered the others: up by one, down by one, never below zero, still while it stands. */
function mostCritical({ flagged, operating }: CareEvent): number {
  let [now, most] = [0, 0];
  for (let i = 0; i < flagged.length; i++) {
    if (!operating[i]) continue;
    now = Math.max(0, now + (flagged[i] ? 1 : -1));
    most = Math.max(most, now);
  }
  return most;
}

function pointwise({ flagged, operating, wrongFrom }: CareEvent): number {
  let [right, wrong, missed] = [0, 0, 0];
  for (let i = 0; i < flagged.length; i++) {
    if (!operating[i]) continue;
    if (flagged[i] && i >= wrongFrom) right += 1;
    else if (flagged[i]) wrong += 1;
    else if (i >= wrongFrom) missed += 1;
  }
  return fBeta(right, wrong, missed);
}

/** The share of steps of a normal stretch that are not flagged. */
function quiet({ flagged, operating }: CareEvent): number {
  const judged = flagged.filter((_, i) => operating[i]);
  return judged.filter((flag) => !flag).length / judged.length;
}

/** The share of the time before the fault that is flagged; its last part counts less and less. */
function early({ flagged, wrongFrom }: CareEvent, fullUntil: number): number {
  const steps = flagged.length - wrongFrom;
  let [got, all] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const gone = i / steps;
    const weight = gone < fullUntil ? 1 : (1 - gone) / (1 - fullUntil);
    all += weight;
    if (flagged[wrongFrom + i]) got += weight;
  }
  return got / all;
}

function fBeta(right: number, wrong: number, missed: number): number {
  const weighted = (1 + BETA ** 2) * right;
  const all = weighted + BETA ** 2 * missed + wrong;
  return all === 0 ? 0 : weighted / all;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
