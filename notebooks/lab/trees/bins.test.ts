import { expect, it } from 'vitest';
import { binColumn, MAX_BINS } from './bins.ts';

it('gives each of a few values a bin, and NaN the one after the last', () => {
  const { bin, bounds, missing } = binColumn(Float32Array.of(3, 1, Number.NaN, 2, 1));
  expect(Array.from(bounds)).toEqual([1.5, 2.5]);
  expect(missing).toBe(3);
  expect(Array.from(bin)).toEqual([2, 0, 3, 1, 0]);
});

it('cuts many values into bins of even counts', () => {
  const { bin, bounds } = binColumn(Float32Array.from({ length: 25_400 }, (_, i) => i));
  expect(bounds.length).toBe(MAX_BINS - 1);
  const counts = new Uint32Array(MAX_BINS);
  for (const b of bin) counts[b]! += 1;
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([100, 100]);
});

it('keeps equal values together, however many there are', () => {
  const zeros = Array.from({ length: 10_000 }, () => 0);
  const { bin } = binColumn(Float32Array.from([...zeros, ...Array.from({ length: 1_000 }, (_, i) => i + 1)]));
  expect(new Set(bin.subarray(0, 10_000)).size).toBe(1);
  expect(bin[10_000]).not.toBe(bin[0]);
});

it('parts two neighbouring Float32 with a bound that is the lower of them', () => {
  const above = 1 + 2 ** -23;
  const { bounds, bin } = binColumn(Float32Array.of(1, above));
  expect(bounds[0]).toBe(1);
  expect(Array.from(bin)).toEqual([0, 1]);
});

it('knows a column that never says anything', () => {
  expect(binColumn(Float32Array.of(Number.NaN, Number.NaN))).toMatchObject({ missing: 1, bin: Uint8Array.of(1, 1) });
  expect(Array.from(binColumn(Float32Array.of(7, 7)).bounds)).toEqual([]);
});

it('finds the bin of every value, however unevenly they lie', () => {
  const values = Float32Array.from({ length: 2_000 }, (_, i) => (i % 7 === 0 ? -1 : 1) * 1.02 ** i);
  const { bin, bounds } = binColumn(values);
  const wanted = Array.from(values, (value) => bounds.filter((bound) => bound < value).length);
  expect(Array.from(bin)).toEqual(wanted);
});
