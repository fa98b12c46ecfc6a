// How far a forecast may be off, as a share of it: learnt from forecasts that had not seen what they were compared with. Never looks at the middle itself.
import { quantileOf } from '../quantile.ts';
import { boost } from '../trees/boost.ts';
import { squared } from '../trees/loss.ts';
import { type Forest, predictForest } from '../trees/tree.ts';

export interface Widths {
  /** The usual size of the error as a share of the forecast, in units of a feature that says how unruly the time is. */
  readonly size: Forest;
  /** Absent: the unit is the usual error. */
  readonly unitColumn: number | undefined;
  /** Where the unit is missing. */
  readonly usualUnit: number;
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

export interface SizeRecipe {
  /** A feature that grows with the errors of its time: bounds follow it to years unlike those they were learnt from. */
  readonly unit: string | undefined;
  /** What the size of an error may depend on besides. */
  readonly dependsOn: readonly string[];
}

interface WidthOptions extends SizeRecipe {
  readonly features: readonly string[];
  readonly quantiles: { readonly low: number; readonly high: number };
  readonly seed: number;
}

/** No forecast is surer than this, in units. */
export const SMALLEST_SIZE = 0.05;

/** Each stretch is measured in sizes learnt from the others: a size that knew the errors it measures would be too small. */
export function fitWidths(stretches: readonly Judged[], options: WidthOptions): Widths {
  const [first] = stretches;
  if (!first) throw new Error('widths are learnt from errors: want at least one stretch of forecasts');
  const parts = stretches.length > 1 ? stretches : halves(first, options.features.length);
  const off = parts.flatMap((part) => {
    const others = fitSize(
      parts.filter((other) => other !== part),
      options,
    );
    const sizes = sizesOf(others, part.x, options.features.length);
    return Array.from(part.truth, (truth, i) => (truth / part.value[i]! - 1) / sizes[i]!);
  });
  const known = Float64Array.from(off.filter((one) => !Number.isNaN(one)));
  return {
    ...fitSize(parts, options),
    below: Math.fround(-quantileOf(known, options.quantiles.low)),
    above: Math.fround(quantileOf(known, options.quantiles.high)),
  };
}

type Sizes = Pick<Widths, 'size' | 'unitColumn' | 'usualUnit'>;

/** As shares of the forecast. */
export function sizesOf({ size, ...unit }: Sizes, x: Float32Array, features: number): Float64Array {
  const units = unitsOf(unit, x, features);
  return predictForest(size, x, features).map((one, row) => Math.max(SMALLEST_SIZE, one) * units[row]!);
}

function unitsOf({ unitColumn, usualUnit }: Omit<Sizes, 'size'>, x: Float32Array, features: number): Float64Array {
  return new Float64Array(x.length / features).map((_, row) => {
    const unit = unitColumn === undefined ? usualUnit : x[row * features + unitColumn]!;
    return Number.isNaN(unit) ? usualUnit : unit;
  });
}

function fitSize(stretches: readonly Judged[], { features, unit, dependsOn, seed }: WidthOptions): Sizes {
  const width = features.length;
  const rows = stretches.flatMap(({ x, value, truth }) =>
    Array.from(truth, (one, i) => ({
      x: x.subarray(i * width, (i + 1) * width),
      off: Math.abs(one / value[i]! - 1),
    })).filter(({ off }) => !Number.isNaN(off)),
  );
  const x = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    x.set(row.x, i * width);
  });
  const unitColumn = unit === undefined ? undefined : features.indexOf(unit);
  const known = unitsOf({ unitColumn, usualUnit: Number.NaN }, x, width).filter((one) => !Number.isNaN(one));
  const usual = known.length > 0 ? known : Float64Array.from(rows, ({ off }) => off);
  const usualUnit = Math.fround(quantileOf(usual, 0.5));
  const units = unitsOf({ unitColumn, usualUnit }, x, width);
  const wanted = new Set(dependsOn);
  const size = boost({
    x,
    features: width,
    target: Float64Array.from(rows, ({ off }, i) => off / units[i]!),
    // So that what is fitted is the error itself, not its ratio to a unit that may be small.
    weights: units.map((one) => one / usualUnit),
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
  return { size, unitColumn, usualUnit };
}

function halves({ x, value, truth }: Judged, features: number): Judged[] {
  const middle = Math.floor(truth.length / 2);
  return [
    { x: x.subarray(0, middle * features), value: value.subarray(0, middle), truth: truth.subarray(0, middle) },
    { x: x.subarray(middle * features), value: value.subarray(middle), truth: truth.subarray(middle) },
  ];
}
