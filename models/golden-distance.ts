// How far a runtime's answers are from the golden ones, head by head, as a share of the largest answer of the head: answers near zero have no digits of their own.
import { float32Of } from './float32.ts';
import type { Golden } from './release.ts';

export interface GoldenDistance {
  /** Of all cases and heads; Infinity where one answered a number and the other none. */
  readonly furthest: number;
  readonly where: { readonly what: string; readonly head: string; readonly got: number; readonly want: number } | null;
}

/** `outputs` holds one array per head, in the order of the cases. */
export function goldenDistance(
  { cases }: Golden,
  heads: readonly string[],
  outputs: readonly ArrayLike<number>[],
): GoldenDistance {
  let result: GoldenDistance = { furthest: 0, where: null };
  for (const [column, head] of heads.entries()) {
    const wanted = cases.map(({ outputs }) => float32Of(outputs[column]!));
    const size = wanted.reduce((most, want) => (Number.isFinite(want) ? Math.max(most, Math.abs(want)) : most), 0);
    for (const [row, want] of wanted.entries()) {
      const got = outputs[column]![row]!;
      if (Object.is(got, want)) continue;
      const distance = Math.abs(got - want) / size;
      const furthest = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
      if (furthest > result.furthest) result = { furthest, where: { what: cases[row]!.what, head, got, want } };
    }
  }
  return result;
}
