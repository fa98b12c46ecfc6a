// The same trainer on fold after fold: what it reaches on each, and how long it takes. The clock is the caller's.
import type { Examples } from '../examples.ts';
import { examplesIn } from '../splits/examples-in.ts';
import type { Fold } from '../splits/rolling-origin.ts';
import { type Errors, errorsOf } from './score.ts';

/** Learns, and gives what it says of other rows. */
export type Trainer = (lessons: Examples) => (examples: Examples) => Float64Array;

export interface FoldTrial {
  readonly errors: Errors;
  /** Of training alone, in the unit of the clock. */
  readonly trained: number;
  readonly forecast: Float64Array;
}

export function trial(trainer: Trainer, train: Examples, judge: Examples, clock: () => number): FoldTrial {
  const began = clock();
  const predict = trainer(train);
  const trained = clock() - began;
  const forecast = predict(judge);
  return { errors: errorsOf(forecast, judge.target), trained, forecast };
}

export function crossValidated(
  trainer: Trainer,
  examples: Examples,
  folds: readonly Fold[],
  clock: () => number,
): FoldTrial[] {
  return folds.map(({ train, judge }) =>
    trial(trainer, examplesIn(examples, train), examplesIn(examples, [judge]), clock),
  );
}
