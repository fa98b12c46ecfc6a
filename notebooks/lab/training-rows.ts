// What every trainer is given: rows of features, and what is wanted of each. Refuses what would silently train on nonsense.

export interface TrainingRows {
  /** Row-major Float32, as tensorOf gives it; NaN where missing. */
  readonly x: Float32Array;
  /** Columns of x. */
  readonly features: number;
  readonly target: ArrayLike<number>;
  readonly weights?: Float64Array | undefined;
}

export function checkTrainingRows({ x, features, target, weights }: TrainingRows): void {
  const rows = target.length;
  if (rows === 0) throw new Error('got no rows to learn from, want at least one');
  if (x.length !== rows * features) {
    throw new Error(`x holds ${x.length} numbers, want ${rows} rows of ${features} features`);
  }
  if (weights && weights.length !== rows) throw new Error(`got ${weights.length} weights for ${rows} rows`);
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(target[i])) throw new Error(`the target of row ${i} is ${target[i]}: leave such rows out`);
    if (weights && !(weights[i]! >= 0)) throw new Error(`the weight of row ${i} is ${weights[i]}, want 0 or more`);
  }
}
