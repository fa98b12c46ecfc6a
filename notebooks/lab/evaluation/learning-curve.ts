// What more data is worth: trained on ever longer stretches that end where judging begins, never on a sample of the past.
import { type Examples, pick } from '../examples.ts';
import type { Trainer } from './cross-validation.ts';

export interface LearningPoint {
  readonly rows: number;
  readonly learned: number;
  readonly judged: number;
}

export function learningCurve({
  train,
  judge,
  shares = [0.1, 0.25, 0.5, 0.75, 1],
  trainer,
  errorOf,
}: {
  /** In the order of time. */
  readonly train: Examples;
  readonly judge: Examples;
  readonly shares?: readonly number[];
  readonly trainer: Trainer;
  readonly errorOf: (forecast: Float64Array, truth: Float64Array) => number;
}): LearningPoint[] {
  const count = train.target.length;
  return shares.map((share) => {
    const rows = Math.round(share * count);
    const lessons = pick(train, (i) => i >= count - rows);
    const predict = trainer(lessons);
    return {
      rows,
      learned: errorOf(predict(lessons), lessons.target),
      judged: errorOf(predict(judge), judge.target),
    };
  });
}
