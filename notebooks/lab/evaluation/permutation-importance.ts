// What a forecast loses when a feature is shuffled: importance by what it does, for any model. Shuffles whole blocks, for hours of one day go together.
import { type Random, randomFrom } from '../random.ts';
import { groupsOf, type KeyOf } from './groups.ts';

export interface Importance {
  readonly feature: string;
  /** The error with the feature shuffled, less the error without; in the unit of the error. */
  readonly importance: number;
  /** The largest less the smallest over the repeats. */
  readonly spread: number;
}

export function permutationImportance({
  predict,
  x,
  features,
  errorOf,
  blockOf,
  seed,
  repeats = 3,
  together = features.map((feature) => ({ name: feature, features: [feature] })),
}: {
  readonly predict: (x: Float32Array) => Float64Array;
  readonly x: Float32Array;
  readonly features: readonly string[];
  readonly errorOf: (forecast: Float64Array) => number;
  /** Rows of one block keep each other's company: `byParisDay(validAt)` for hours. */
  readonly blockOf: KeyOf;
  readonly seed: number;
  readonly repeats?: number;
  /** Features that say the same are shuffled as one: alone, each hides behind the others. */
  readonly together?: readonly { readonly name: string; readonly features: readonly string[] }[];
}): Importance[] {
  const width = features.length;
  const blocks = Array.from(groupsOf(x.length / width, blockOf).values());
  const random = randomFrom(seed);
  const base = errorOf(predict(x));
  const importances = together.map(({ name, features: shuffled }): Importance => {
    const columns = shuffled.map((feature) => columnOf(features, feature));
    const losses = Array.from(
      { length: repeats },
      () => errorOf(predict(withShuffled(x, width, columns, blocks, random))) - base,
    );
    return {
      feature: name,
      importance: losses.reduce((sum, loss) => sum + loss, 0) / repeats,
      spread: Math.max(...losses) - Math.min(...losses),
    };
  });
  return importances.sort((a, b) => b.importance - a.importance);
}

export function columnOf(features: readonly string[], feature: string): number {
  const column = features.indexOf(feature);
  if (column < 0) throw new Error(`no feature ${feature}; there are ${features.join(', ')}`);
  return column;
}

/** Each block takes the columns of another, row by row; a short day (23 hours) lends its last row twice. */
function withShuffled(
  x: Float32Array,
  width: number,
  columns: readonly number[],
  blocks: readonly (readonly number[])[],
  random: Random,
): Float32Array {
  const out = x.slice();
  const lenders = shuffled(blocks, random);
  blocks.forEach((rows, i) => {
    const lender = lenders[i]!;
    rows.forEach((row, place) => {
      const from = lender[Math.min(place, lender.length - 1)]!;
      for (const column of columns) out[row * width + column] = x[from * width + column]!;
    });
  });
  return out;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
