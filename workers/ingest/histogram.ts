// How values are distributed, in bounded memory whatever they are: bins of a power of two, made coarser as values spread. Pure.

import { type KnownValues, knownValues, mergedValues } from './known-values.ts';
import { quantile } from './quantile.ts';

/** The same values in any order, in one piece or merged from several, give the same bins. */
export interface Sketch {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Bins are 2^exponent wide. */
  readonly exponent: number;
  /** The first bin begins at `first` times the width. */
  readonly first: number;
  readonly counts: readonly number[];
  /** Bins alone would spread a thousand zeros over a whole bin. */
  readonly known: KnownValues;
}

export interface Histogram {
  readonly bins: { readonly from: number; readonly width: number; readonly counts: number[] };
  readonly below: number;
  readonly above: number;
}

/** One value far from all others must not hide where these lie. */
const MAX_BINS = 2_048;
const MAX_DRAWN = 40;
const FINEST = -20;
/** Values further than this many times the distance of the quartiles from them are not drawn. */
const FAR = 5;

export function sketcher() {
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let exponent = FINEST;
  let width = 2 ** FINEST;
  let base = 0;
  let counts = new Float64Array(MAX_BINS);
  const known = knownValues();

  function add(value: number): void {
    known.add(value);
    if (value < min) min = value;
    if (value > max) max = value;
    count++;
    sum += value;
    let index = Math.floor(value / width) - base;
    if (count === 1 || !(index >= 0 && index < MAX_BINS)) {
      widen();
      index = Math.floor(value / width) - base;
    }
    counts[index] = counts[index]! + 1;
  }

  function widen(): void {
    const before = { exponent, base, counts };
    exponent = coarseEnough(exponent, min, max);
    width = 2 ** exponent;
    const low = Math.floor(min / width);
    // Half of what is left on either side: values spread both ways.
    base = low - ((MAX_BINS - 1 - (Math.floor(max / width) - low)) >> 1);
    counts = new Float64Array(MAX_BINS);
    for (const [i, some] of before.counts.entries()) {
      if (some > 0) {
        const index = Math.floor((before.base + i) / 2 ** (exponent - before.exponent)) - base;
        counts[index] = counts[index]! + some;
      }
    }
  }

  return {
    add,
    sketch(): Sketch | null {
      if (count === 0) return null;
      const [first, last] = [Math.floor(min / width), Math.floor(max / width)];
      const filled = [...counts.slice(first - base, last - base + 1)];
      return { count, sum, min, max, exponent, first, counts: filled, known: known.all() };
    },
  };
}

export function merged(a: Sketch, b: Sketch): Sketch {
  const [min, max] = [Math.min(a.min, b.min), Math.max(a.max, b.max)];
  const exponent = coarseEnough(Math.max(a.exponent, b.exponent), min, max);
  const first = Math.floor(min / 2 ** exponent);
  const counts: number[] = new Array(Math.floor(max / 2 ** exponent) - first + 1).fill(0);
  for (const one of [a, b]) {
    for (const [i, some] of one.counts.entries()) {
      const index = Math.floor((one.first + i) / 2 ** (exponent - one.exponent)) - first;
      if (some > 0) counts[index] = counts[index]! + some;
    }
  }
  const known = mergedValues(a.known, b.known);
  return { count: a.count + b.count, sum: a.sum + b.sum, min, max, exponent, first, counts, known };
}

/** To be drawn: few bins, and what is far from all others counted beside them. */
export function histogram(sketch: Sketch): Histogram {
  const [q1, q3] = [quantile(sketch, 0.25), quantile(sketch, 0.75)];
  const far = q3 > q1 ? FAR * (q3 - q1) : Number.POSITIVE_INFINITY;
  const [low, high] = [Math.max(sketch.min, q1 - far), Math.min(sketch.max, q3 + far)];
  const exponent = coarseEnough(sketch.exponent, low, high, MAX_DRAWN);
  const width = 2 ** exponent;
  const first = Math.floor(low / width);
  const counts: number[] = new Array(Math.floor(high / width) - first + 1).fill(0);
  let [below, above] = [0, 0];
  for (const [i, some] of sketch.counts.entries()) {
    const index = Math.floor((sketch.first + i) / 2 ** (exponent - sketch.exponent)) - first;
    if (index < 0) below += some;
    else if (index >= counts.length) above += some;
    else counts[index] = counts[index]! + some;
  }
  return { bins: { from: first * width, width, counts }, below, above };
}

function coarseEnough(exponent: number, min: number, max: number, most = MAX_BINS): number {
  let enough = exponent;
  // Not `>`: far numbers in narrow bins overflow, and Infinity - Infinity is not too many either.
  while (!(Math.floor(max / 2 ** enough) - Math.floor(min / 2 ** enough) < most)) enough++;
  return enough;
}
