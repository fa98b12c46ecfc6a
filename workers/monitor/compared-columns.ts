// Feature by feature and output by output, what was seen and said beside what the release knows of it. Pure; decides nothing.
import type { ColumnDrift } from '../../models/drift.ts';
import type { Sketch, Sketches } from '../../models/sketch.ts';

export interface SeenAndSaid {
  readonly features: readonly number[] | null;
  readonly values: Readonly<Record<string, number>>;
}

/** Null where the release knows nothing alike. */
export type Compare = (
  column: { readonly kind: ColumnDrift['kind']; readonly place: number },
  sketch: Sketch,
  values: Float64Array,
) => ColumnDrift | null;

export function comparedColumns(
  { features, heads }: Sketches,
  seen: readonly SeenAndSaid[],
  compare: Compare,
): readonly ColumnDrift[] {
  const column = (of: (one: SeenAndSaid) => number | undefined) =>
    Float64Array.from(seen, (one) => of(one) ?? Number.NaN);
  return [
    ...features.map((sketch, place) =>
      compare(
        { kind: 'feature', place },
        sketch,
        column((one) => one.features?.[place]),
      ),
    ),
    ...heads.map((sketch, place) =>
      compare(
        { kind: 'output', place },
        sketch,
        column((one) => one.values[sketch.name]),
      ),
    ),
  ].filter((one) => one !== null);
}
