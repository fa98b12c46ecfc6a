// Newton's method for a convex function of a few hundred numbers: each step solved exactly, halved while it would climb.
import { choleskyOf, solveCholesky } from './cholesky.ts';

export interface Curve {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Row by row; the part below the diagonal is read. */
  readonly hessian: Float64Array;
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;

/** Ends when no slope is steeper than `tolerance`. */
export function minimise(
  curveAt: (point: Float64Array) => Curve,
  start: Float64Array,
  { tolerance }: { readonly tolerance: number },
): Float64Array {
  let point = start;
  let curve = curveAt(point);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (steepest(curve) <= tolerance) return point;
    const direction = solveCholesky(choleskyOf(curve.hessian, point.length), curve.gradient);
    const next = downhill(curveAt, point, curve, direction);
    // Rounding hides any lower place: this is the lowest there is.
    if (!next) return point;
    point = next.point;
    curve = next.curve;
  }
  throw new Error(
    `after ${MOST_STEPS} steps of Newton a slope is ${steepest(curve)}, want ${tolerance}: penalise more`,
  );
}

function downhill(
  curveAt: (point: Float64Array) => Curve,
  point: Float64Array,
  { value }: Curve,
  direction: Float64Array,
): { point: Float64Array; curve: Curve } | null {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const tried = point.map((one, i) => one - share * direction[i]!);
    const curve = curveAt(tried);
    if (curve.value < value) return { point: tried, curve };
  }
  return null;
}

const steepest = ({ gradient }: Curve): number => gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
