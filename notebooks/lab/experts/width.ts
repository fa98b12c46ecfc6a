// How far a forecast may be off, as a share of it: learnt from forecasts that had not seen what they were compared with. Never looks at the middle itself.
import { quantileOf } from '../quantile.ts';
import { boost } from '../trees/boost.ts';
import { squared } from '../trees/loss.ts';
import { type Forest, predictForest } from '../trees/tree.ts';

export interface Widths {
  /** The usual size of the error, as a share of the forecast. */
  readonly size: Forest;
  /** How many such sizes the bounds lie below and above. */
  readonly below: number;
  readonly above: number;
}

/** Forecasts of one stretch of time by a model that was trained before it, with what came true. */
export interface Judged {
  readonly x: Float32Array;
  readonly value: Float64Array;
  readonly truth: Float64Array;
}

interface WidthOptions {
  readonly features: readonly string[];
  /** What the size of an error may depend on. */
  readonly dependsOn: readonly string[];
  readonly quantiles: { readonly low: number; readonly high: number };
  readonly seed: number;
}

/** No forecast is surer than this. */
const SMALLEST = 0.002;

/** Each stretch is measured in sizes learnt from the others: a size that knew the errors it measures would be too small. */
export function fitWidths(stretches: readonly Judged[], options: WidthOptions): Widths {
  const [first] = stretches;
  if (!first) throw new Error('widths are learnt from errors: want at least one stretch of forecasts');
  const parts = stretches.length > 1 ? stretches : halves(first, options.features.length);
  const off = parts.flatMap((part) => {
    const size = fitSize(
      parts.filter((other) => other !== part),
      options,
    );
    const sizes = sizesOf(size, part.x, options.features.length);
    return Array.from(part.truth, (truth, i) => (truth / part.value[i]! - 1) / sizes[i]!);
  });
  const known = Float64Array.from(off.filter((one) => !Number.isNaN(one)));
  return {
    size: fitSize(parts, options),
    below: Math.fround(-quantileOf(known, options.quantiles.low)),
    above: Math.fround(quantileOf(known, options.quantiles.high)),
  };
}

export const sizesOf = (size: Forest, x: Float32Array, features: number): Float64Array =>
  predictForest(size, x, features).map((one) => Math.max(SMALLEST, one));

export { SMALLEST as SMALLEST_SIZE };

function fitSize(stretches: readonly Judged[], { features, dependsOn, seed }: WidthOptions): Forest {
  const wanted = new Set(dependsOn);
  const rows = stretches.flatMap(({ x, value, truth }) =>
    Array.from(truth, (one, i) => ({
      x: x.subarray(i * features.length, (i + 1) * features.length),
      off: Math.abs(one / value[i]! - 1),
    })).filter(({ off }) => !Number.isNaN(off)),
  );
  const x = new Float32Array(rows.length * features.length);
  rows.forEach((row, i) => {
    x.set(row.x, i * features.length);
  });
  return boost({
    x,
    features: features.length,
    target: Float64Array.from(rows, ({ off }) => off),
    loss: squared(),
    seed,
    trees: 60,
    leaves: 8,
    learningRate: 0.06,
    minRows: 300,
    columnShare: 0.6,
    rowShare: 0.6,
    except: Array.from(features.keys()).filter((column) => !wanted.has(features[column]!)),
  });
}

function halves({ x, value, truth }: Judged, features: number): Judged[] {
  const middle = Math.floor(truth.length / 2);
  return [
    { x: x.subarray(0, middle * features), value: value.subarray(0, middle), truth: truth.subarray(0, middle) },
    { x: x.subarray(middle * features), value: value.subarray(middle), truth: truth.subarray(middle) },
  ];
}
