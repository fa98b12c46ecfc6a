import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { binColumn, MAX_BINS } from './bins.ts';
import { histogramMaker, packGradients, sumsOf } from './histogram.ts';
import { packColumns } from './packed.ts';

const rowCount = 5_000;
const random = randomFrom(1);
const columns = Array.from({ length: 5 }, () =>
  binColumn(Float32Array.from({ length: rowCount }, () => (random.next() < 0.1 ? Number.NaN : random.next()))),
);
const packed = packColumns(columns);
const gradient = Float64Array.from({ length: rowCount }, () => 2e9 * (random.next() - 0.5));
const rows = Int32Array.from({ length: rowCount }, (_, i) => i);

describe('histograms', () => {
  it('of a parent less one child are those of the other child, to the bit', () => {
    const maker = histogramMaker({ rowCount, columnCount: 5 });
    const gradients = packGradients(gradient, null, new Float64Array(rowCount));
    const whole = maker.of(packed, gradients, rows, 0, rowCount);
    maker.subtract(whole, maker.of(packed, gradients, rows, 0, 1_234));
    expect(whole).toEqual(maker.of(packed, gradients, rows, 1_234, rowCount));
  });

  it('hold the sum and the count of every bin, whatever the sign and size of gradients', () => {
    const gradients = packGradients(gradient, null, new Float64Array(rowCount));
    const { gradient: sum, count } = sumsOf(
      histogramMaker({ rowCount, columnCount: 5 }).of(packed, gradients, rows, 10, 4_000),
      gradients,
    );
    expect(count).toBe(3_990);
    const wanted = gradient.subarray(10, 4_000).reduce((all, one) => all + one, 0);
    // Each of them is off by half a quantum at most.
    expect(Math.abs(sum - wanted)).toBeLessThan((3_990 * gradients.quantum) / 2);
    expect(gradients.quantum).toBeLessThan(1e9 / 2 ** 25);
  });

  it('are empty again when they are used again', () => {
    const maker = histogramMaker({ rowCount, columnCount: 5 });
    const gradients = packGradients(gradient, gradient.map(Math.abs), new Float64Array(rowCount));
    const first = maker.of(packed, gradients, rows, 0, 100);
    const kept = structuredClone(first);
    maker.takeBack(first);
    expect(maker.of(packed, gradients, rows, 0, 100)).toEqual(kept);
  });
});

it('packs four columns to a word, each with its own bins', () => {
  const { words } = packed;
  expect(words.length).toBe(2);
  const row = 77;
  expect([0, 1, 2, 3].map((place) => (words[0]![row]! >>> (8 * place)) & 255)).toEqual(
    columns.slice(0, 4).map(({ bin }) => bin[row]!),
  );
  expect(Math.max(...columns.map(({ missing }) => missing))).toBeLessThanOrEqual(MAX_BINS);
});
