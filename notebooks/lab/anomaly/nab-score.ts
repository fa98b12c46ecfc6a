// The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015, arXiv:1510.03336): early alarms inside labelled windows earn, alarms outside cost, missed windows cost. Knows no detector.

/** Standard profile: a window found, an alarm outside, a window missed. What is rightly left alone counts nothing. */
const FOUND = 1;
const FALSE_ALARM = 0.11;
const MISSED = 1;
/** Nobody is judged while a detector learns: 15 % of a series, of its first 5,000 points at most. */
const PROBATION_SHARE = 0.15;
const PROBATION_COUNTS_TO = 5_000;
/** So many widths behind a window an alarm has nothing to do with it any more. */
const FAR_BEHIND = 3;

export interface LabelledSeries {
  readonly name: string;
  /** Ascending. */
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** First and last index, both inside. Windows do not touch. */
  readonly windows: readonly (readonly [first: number, last: number])[];
}

export interface ScoredSeries {
  readonly series: LabelledSeries;
  /** How anomalous each point is: any scale, the same for every series. NaN, or -Infinity, is a point of which nothing is said. */
  readonly score: Float64Array;
}

export interface NabResult {
  /** 0 for a detector that never says anything, 100 for one that finds every window at its first point and nothing else. */
  readonly nab: number;
  /** Alarms are raised at this score and above. */
  readonly threshold: number;
  readonly windows: number;
  readonly windowsFound: number;
  readonly falseAlarms: number;
}

export const probationOf = (count: number): number =>
  Math.floor(PROBATION_SHARE * Math.min(count, PROBATION_COUNTS_TO));

/** 0.987 at the left edge of a window (-1), 0 at its right edge (0), towards -1 behind it. */
export const alarmValue = (position: number): number =>
  position >= FAR_BEHIND ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;

interface Point {
  readonly score: number;
  /** What an alarm here adds: at most that of the window's best, or the cost of a false one. */
  readonly worth: number;
  /** Index over all series; -1 outside. */
  readonly window: number;
}

/** The best over all thresholds, one threshold for all series: the same for every detector. */
export function nabScore(scored: readonly ScoredSeries[]): NabResult {
  const points: Point[] = [];
  let labelled = 0;
  let windows = 0;
  for (const { series, score } of scored) {
    points.push(...pointsOf(series, score, labelled));
    labelled += series.windows.length;
    windows += series.windows.filter(([, last]) => last >= probationOf(series.at.length)).length;
  }
  const descending = points.sort((a, b) => b.score - a.score);
  const [silent, perfect] = [-MISSED * windows, FOUND * windows];
  const best = new Map<number, number>();
  let found = silent;
  let falseCost = 0;
  let falseAlarms = 0;
  let result: NabResult = { nab: 0, threshold: Number.POSITIVE_INFINITY, windows, windowsFound: 0, falseAlarms: 0 };
  descending.forEach(({ score, worth, window }, i) => {
    if (window < 0) {
      falseCost += worth;
      falseAlarms += 1;
    } else {
      const before = best.get(window) ?? -MISSED;
      if (worth > before) {
        best.set(window, worth);
        found += worth - before;
      }
    }
    // Equal scores raise the alarm together.
    if (descending[i + 1]?.score === score) return;
    const nab = (100 * (found + falseCost - silent)) / (perfect - silent);
    if (nab > result.nab) result = { nab, threshold: score, windows, windowsFound: best.size, falseAlarms };
  });
  return result;
}

function pointsOf({ at, windows }: LabelledSeries, score: Float64Array, firstWindow: number): Point[] {
  const probation = probationOf(at.length);
  const points: Point[] = [];
  let passed = -1;
  for (let i = 0; i < at.length; i++) {
    while (passed + 1 < windows.length && windows[passed + 1]![1] < i) passed += 1;
    const window = windows[passed + 1];
    const inside = window !== undefined && window[0] <= i;
    // No threshold raises an alarm where a detector says nothing: the windows there stay missed.
    if (i < probation || Number.isNaN(score[i]!) || score[i] === Number.NEGATIVE_INFINITY) continue;
    points.push({
      score: score[i]!,
      worth: inside ? insideWorth(window, i) : outsideWorth(windows[passed], i),
      window: inside ? firstWindow + passed + 1 : -1,
    });
  }
  return points;
}

function insideWorth([first, last]: readonly [number, number], i: number): number {
  const position = -(last - i + 1) / (last - first + 1);
  // So that the first point of a window is worth exactly 1.
  return (FOUND * alarmValue(position)) / alarmValue(-1);
}

function outsideWorth(before: readonly [number, number] | undefined, i: number): number {
  return FALSE_ALARM * (before ? alarmValue((i - before[1]) / (before[1] - before[0])) : -1);
}
