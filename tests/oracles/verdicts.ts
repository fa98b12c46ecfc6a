// How well predictions and rankings did.

export function rmseOf(said: ArrayLike<number>, truth: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (said[i]! - truth[i]!) ** 2;
  return Math.sqrt(sum / truth.length);
}

export function meanLogLoss(chance: ArrayLike<number>, truth: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum -= Math.log(truth[i] === 1 ? chance[i]! : 1 - chance[i]!);
  return sum / truth.length;
}

export function meanPinball(said: ArrayLike<number>, truth: Float64Array, level: number): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i]! - said[i]!;
    sum += Math.max(level * error, (level - 1) * error);
  }
  return sum / truth.length;
}

/** The correlation of ranks. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ranksOfA, ranksOfB] = [ranksOf(a), ranksOf(b)];
  const middle = (a.length - 1) / 2;
  let [both, squares] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (ranksOfA[i]! - middle) * (ranksOfB[i]! - middle);
    squares += (ranksOfA[i]! - middle) ** 2;
  }
  return both / squares;
}

function ranksOf(values: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(values.length);
  Array.from({ length: values.length }, (_, i) => i)
    .sort((i, j) => values[i]! - values[j]!)
    .forEach((i, rank) => {
      ranks[i] = rank;
    });
  return ranks;
}

/** Of the `count` first rows, how many are among the `count` highest. */
export function shareAmongTop(scores: ArrayLike<number>, count: number): number {
  const highest = Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => scores[j]! - scores[i]!);
  return highest.slice(0, count).filter((i) => i < count).length / count;
}
