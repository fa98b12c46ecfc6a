// What a sensor of this very turbine used to say at each wind: its own normal behaviour, learnt from its own past. Knows nothing of other turbines.

/** Metres per second. */
const BIN = 1;
/** Fewer hours than this say nothing of a wind. */
const LEAST = 4;

/** The median of `values` at the wind asked for, or at the nearest wind of which enough hours are known; NaN where none is. */
export function ownCurve(wind: Float64Array, values: Float64Array): (windMetersPerSecond: number) => number {
  const bins = new Map<number, number[]>();
  for (let i = 0; i < wind.length; i++) {
    if (Number.isNaN(wind[i]!) || Number.isNaN(values[i]!)) continue;
    const bin = Math.floor(wind[i]! / BIN);
    const seen = bins.get(bin);
    if (seen) seen.push(values[i]!);
    else bins.set(bin, [values[i]!]);
  }
  const medians = Array.from(bins)
    .filter(([, seen]) => seen.length >= LEAST)
    .map(([bin, seen]): readonly [number, number] => [(bin + 0.5) * BIN, median(seen)])
    .sort(([a], [b]) => a - b);
  return (asked) => valueAt(medians, asked);
}

/** On the straight line between two winds; at the ends, that of the end. */
function valueAt(points: readonly (readonly [number, number])[], asked: number): number {
  if (Number.isNaN(asked) || points.length === 0) return Number.NaN;
  const after = points.findIndex(([wind]) => wind >= asked);
  if (after < 0) return points.at(-1)![1];
  if (after === 0) return points[0]![1];
  const [below, low] = points[after - 1]!;
  const [above, high] = points[after]!;
  return low + ((high - low) * (asked - below)) / (above - below);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
