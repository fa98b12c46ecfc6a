import { expect, it } from 'vitest';
import { distanceBetween } from './distance.ts';
import { histogramOf } from './sketch.ts';

const EDGES = [0, 10, 20, 30];
const of = (...values: number[]) => histogramOf(Float64Array.from(values), EDGES);

it('is nothing between a distribution and itself, whatever order its values come in', () => {
  expect(distanceBetween(of(5, 15, 25), of(25, 5, 15))).toEqual({ psi: 0, ks: 0, wasserstein: 0 });
});

it('is what has to be carried how far, in deviations of the reference', () => {
  // Both means move by ten, the deviation of 0 and 20 is ten.
  expect(distanceBetween(of(0, 20), of(10, 30))).toMatchObject({ ks: 0.5, wasserstein: 1 });
  // Nobody's mean moves, but half of each pile is carried; between two edges values are taken to lie evenly.
  expect(distanceBetween(of(10, 20, 10, 20), of(0, 10, 20, 30))).toMatchObject({ ks: 0.25, wasserstein: 0.75 });
});

it('weighs how much rarer or commoner each bin has become', () => {
  // (0.25 - 0.5) ln 0.5 + (0.75 - 0.5) ln 1.5
  const { psi } = distanceBetween(of(5, 5, 15, 15), of(5, 15, 15, 15));
  expect(psi).toBeCloseTo(0.27465, 5);
});

it('stays finite where a bin was empty, and knows of what lies beyond the edges', () => {
  // 2 (0 - 0.5) ln (0.001 / 0.5) + (1 - 0) ln (1 / 0.001)
  const { psi, ks, wasserstein } = distanceBetween(of(0, 20), of(100, 100));
  expect([psi?.toFixed(2), ks, wasserstein]).toEqual(['13.12', 1, 9]);
});

it('has no scale where the reference never moved, and nothing to compare where no value is', () => {
  expect(distanceBetween(of(10, 10), of(20, 20))).toMatchObject({ ks: 1, wasserstein: null });
  expect(distanceBetween(of(10), of(Number.NaN))).toEqual({ psi: null, ks: null, wasserstein: null });
});
