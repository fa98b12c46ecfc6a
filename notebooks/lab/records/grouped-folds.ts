// Folds in which whatever belongs together stays together: the answers of one person, the cities of one country. For records without time only.
import { randomFrom } from '../random.ts';

/** The rows of each fold, ascending; each group falls into one of them, by chance from the seed. */
export function groupedFolds(
  groups: readonly string[],
  { folds, seed }: { readonly folds: number; readonly seed: number },
): number[][] {
  const random = randomFrom(seed);
  const order = [...new Set(groups)]
    .map((group) => ({ group, chance: random.next() }))
    .sort((a, b) => a.chance - b.chance);
  if (order.length < folds) throw new Error(`got ${order.length} groups, want at least one for each of ${folds} folds`);
  const foldOf = new Map(order.map(({ group }, i) => [group, i % folds]));
  const out = Array.from({ length: folds }, (): number[] => []);
  groups.forEach((group, row) => {
    out[foldOf.get(group) ?? 0]!.push(row);
  });
  return out;
}

/** What was said of each row by a model that had not seen its fold: `width` numbers a row. */
export function outOfFold(
  folds: readonly (readonly number[])[],
  width: number,
  saidOf: (learn: readonly number[], judged: readonly number[]) => Float64Array,
): Float64Array {
  const rows = folds.flat();
  const out = new Float64Array(rows.length * width);
  for (const judged of folds) {
    const inside = new Set(judged);
    const learn = rows.filter((row) => !inside.has(row)).sort((a, b) => a - b);
    const said = saidOf(learn, judged);
    judged.forEach((row, i) => {
      out.set(said.subarray(i * width, (i + 1) * width), row * width);
    });
  }
  return out;
}

/** Those rows of a matrix, in that order. */
export function pickRows(x: Float32Array, features: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * features);
  rows.forEach((from, to) => {
    out.set(x.subarray(from * features, (from + 1) * features), to * features);
  });
  return out;
}
