// How values are distributed, whatever they are.
import { describe, expect, it } from 'vitest';
import { histogram, merged, type Sketch, sketcher } from './histogram.ts';
import { quantile } from './quantile.ts';

function sketchOf(values: readonly number[]): Sketch {
  const { add, sketch } = sketcher();
  for (const value of values) add(value);
  const made = sketch();
  if (!made) throw new Error('want at least one value');
  return made;
}
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

it('counts a day of prices into bins a power of two wide, and names the quartiles', () => {
  const sketch = sketchOf(Array.from({ length: 96 }, (_, i) => -20 + i));
  expect(histogram(sketch)).toEqual({
    bins: { from: -20, width: 4, counts: new Array(24).fill(4) },
    below: 0,
    above: 0,
  });
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sketch, share))).toEqual([-20, 3.75, 27.5, 51.25, 75]);
});

it('counts what is far from all others beside the bins, so that the rest can be seen', () => {
  const { bins, below, above } = histogram(sketchOf([...Array.from({ length: 100 }, (_, i) => i), 10_000, -5_000]));
  expect({ below, above }).toEqual({ below: 1, above: 1 });
  expect(sum(bins.counts)).toBe(100);
});

it('holds one value, and values that are all the same, in one bin', () => {
  expect(histogram(sketchOf([7, 7, 7])).bins.counts).toEqual([3]);
  expect(sketcher().sketch()).toBeNull();
});

/** The same values at every run of the test. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const EXTREMES = [0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 1e-9, -130_000, 130_000];

/** Loads, prices, shares, and what no column of ours is meant to hold. */
function anyValues(random: () => number): number[] {
  const kinds = [
    () => Math.round((random() - 0.5) * 260_000),
    () => (random() - 0.3) * 400,
    () => (random() - 0.5) * 10 ** Math.floor(random() * 300),
    () => EXTREMES[Math.floor(random() * EXTREMES.length)]!,
  ];
  const kind = kinds[Math.floor(random() * kinds.length)]!;
  return Array.from({ length: 1 + Math.floor(random() * 300) }, () => (random() < 0.02 ? kinds[3]!() : kind()));
}

describe.each(Array.from({ length: 60 }, (_, seed) => [seed]))('of any values (%i)', (seed) => {
  const random = chance(seed);
  const [first, second] = [anyValues(random), anyValues(random)];

  it('the counts add up, bins and memory are bounded, quartiles are ordered', () => {
    const sketch = sketchOf(first);
    const { bins, below, above } = histogram(sketch);
    expect(below + sum(bins.counts) + above).toBe(first.length);
    expect(sum(sketch.counts)).toBe(first.length);
    expect(bins.counts.length).toBeLessThanOrEqual(40);
    expect(sketch.counts.length).toBeLessThanOrEqual(2_048);
    const found = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sketch, share));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('slices that are added up give what one slice would, in any order', () => {
    const counted = ({ sum: _, ...rest }: Sketch) => rest;
    const whole = counted(sketchOf([...first, ...second]));
    expect(counted(merged(sketchOf(first), sketchOf(second)))).toEqual(whole);
    expect(counted(sketchOf([...second, ...first]))).toEqual(whole);
  });
});

it('puts quartiles no further than a bin from where they are', () => {
  const random = chance(7);
  const all = Array.from({ length: 2_000 }, () => Math.round((random() - 0.2) * 4_000));
  const sorted = all.toSorted((a, b) => a - b);
  const sketch = sketchOf(all);
  for (const share of [0.25, 0.5, 0.75])
    expect(Math.abs(quantile(sketch, share) - sorted[Math.round(share * 1_999)]!)).toBeLessThanOrEqual(
      2 ** sketch.exponent,
    );
});
