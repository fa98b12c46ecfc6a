// How well scores put what happened above what did not: precision and recall, ROC. Blind to whether a score is a probability (probability.ts).

/** What an alarm at this threshold or above would have caught. */
export interface Threshold {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  /** Of the alarms, those that were right. */
  readonly precision: number;
  /** Of what happened, what was caught. The true positive rate of the ROC curve. */
  readonly recall: number;
  readonly falsePositiveRate: number;
}

/** One per different score, from the highest to the lowest. Needs something that happened and something that did not. */
export function thresholdsOf(score: ArrayLike<number>, happened: ArrayLike<number>): Threshold[] {
  const order = Array.from(happened, (_, i) => i).sort((a, b) => score[b]! - score[a]!);
  const positives = order.reduce((sum, i) => sum + happened[i]!, 0);
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new Error(
      `of ${order.length} rows ${positives} happened: a ranking needs some that did and some that did not`,
    );
  }
  const out: Threshold[] = [];
  let [truePositives, falsePositives] = [0, 0];
  order.forEach((row, place) => {
    if (happened[row] === 1) truePositives += 1;
    else falsePositives += 1;
    // Equal scores raise the alarm together.
    if (score[order[place + 1] ?? -1] === score[row]) return;
    out.push({
      threshold: score[row]!,
      truePositives,
      falsePositives,
      precision: truePositives / (truePositives + falsePositives),
      recall: truePositives / positives,
      falsePositiveRate: falsePositives / negatives,
    });
  });
  return out;
}

/** The chance that one which happened is ranked above one which did not; a tie counts a half. */
export function aucOf(score: ArrayLike<number>, happened: ArrayLike<number>): number {
  let [area, x, y] = [0, 0, 0];
  for (const { recall, falsePositiveRate } of thresholdsOf(score, happened)) {
    area += ((falsePositiveRate - x) * (recall + y)) / 2;
    [x, y] = [falsePositiveRate, recall];
  }
  return area;
}

/** The precision met on the way down, weighted by the recall gained. Chance gives the share of what happens. */
export function averagePrecisionOf(score: ArrayLike<number>, happened: ArrayLike<number>): number {
  let [sum, before] = [0, 0];
  for (const { precision, recall } of thresholdsOf(score, happened)) {
    sum += precision * (recall - before);
    before = recall;
  }
  return sum;
}
