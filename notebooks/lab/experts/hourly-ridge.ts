// One ridge regression per hour of the day, for people and weather act differently at 4:00 and at 19:00. Gaps count as the hour's mean.
import { fitRidge, type Ridge } from '../linear/ridge.ts';
import { attr, type GraphPart, INPUT } from '../onnx/graph.ts';
import { type Terms, termCount, termMatrix, termsPart } from './terms.ts';

const HOURS = 24;

export interface HourlyRidge {
  readonly terms: Terms;
  readonly hourColumn: number;
  /** Of each hour, one after the other: the means of the terms, and what a step away from each is worth. */
  readonly mean: Float32Array;
  readonly slope: Float32Array;
  readonly intercept: Float32Array;
}

export interface HourlyRidgeData {
  /** Row-major Float32, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly features: number;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly terms: Terms;
  readonly hourColumn: number;
  readonly alpha: number;
}

export function fitHourlyRidge({
  x,
  features,
  target,
  weights,
  terms,
  hourColumn,
  alpha,
}: HourlyRidgeData): HourlyRidge {
  const width = termCount(terms);
  const matrix = termMatrix(terms, x, features);
  const hours = Array.from({ length: HOURS }, (_, hour) => {
    const rows = Array.from(target.keys()).filter((row) => x[row * features + hourColumn] === hour);
    if (rows.length === 0) throw new Error(`no row of hour ${hour}: want examples of every hour of the day`);
    const own = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      own.set(matrix.subarray(row * width, (row + 1) * width), i * width);
    });
    return fitRidge({
      x: own,
      features: width,
      target: Float64Array.from(rows, (row) => target[row]!),
      weights: Float64Array.from(rows, (row) => weights[row]!),
      alpha,
    });
  });
  return {
    terms,
    hourColumn,
    mean: Float32Array.from(hours.flatMap(({ standard }) => Array.from(standard.mean))),
    slope: Float32Array.from(hours.flatMap(slopesOf)),
    intercept: Float32Array.from(hours, ({ intercept }) => intercept),
  };
}

/** In target units per unit of the term; a term that never varied is worth nothing. */
const slopesOf = ({ standard, coefficients }: Ridge): number[] =>
  Array.from(coefficients, (coefficient, j) =>
    standard.deviation[j] === 0 ? 0 : coefficient / standard.deviation[j]!,
  );

export function predictHourlyRidge(ridge: HourlyRidge, x: Float32Array, features: number): Float64Array {
  const { terms, hourColumn, mean, slope, intercept } = ridge;
  const width = termCount(terms);
  const matrix = termMatrix(terms, x, features);
  return new Float64Array(x.length / features).map((_, row) => {
    const hour = x[row * features + hourColumn]!;
    let value = intercept[hour]!;
    for (let j = 0; j < width; j++) {
      const step = matrix[row * width + j]! - mean[hour * width + j]!;
      if (!Number.isNaN(step)) value += step * slope[hour * width + j]!;
    }
    return value;
  });
}

const INT64 = 7;

export function hourlyRidgePart(ridge: HourlyRidge, output: string): GraphPart {
  const { terms, hourColumn, mean, slope, intercept } = ridge;
  const width = termCount(terms);
  const name = (what: string): string => `${output}_${what}`;
  const terms_ = termsPart(terms, name('terms'));
  const ofHour = (what: string) => ({
    op: 'Gather',
    inputs: [name(`${what}_by_hour`), name('hour')],
    output: name(what),
    attributes: [attr.int('axis', 0)],
  });
  const op = (kind: string, inputs: readonly string[], to: string) => ({ op: kind, inputs, output: to });
  const table = (what: string, value: Float32Array, columns: number) => ({
    name: name(`${what}_by_hour`),
    type: 'float' as const,
    value,
    shape: [HOURS, columns],
  });
  return {
    nodes: [
      ...terms_.nodes,
      { ...op('Gather', [INPUT, name('hour_column')], name('hour_float')), attributes: [attr.int('axis', 1)] },
      { ...op('Cast', [name('hour_float')], name('hour_whole')), attributes: [attr.int('to', INT64)] },
      op('Squeeze', [name('hour_whole'), name('second_axis')], name('hour')),
      ofHour('mean'),
      ofHour('slope'),
      ofHour('intercept'),
      op('Sub', [name('terms'), name('mean')], name('steps')),
      op('IsNaN', [name('steps')], name('gaps')),
      op('Where', [name('gaps'), name('nothing'), name('steps')], name('known_steps')),
      op('Mul', [name('known_steps'), name('slope')], name('worth')),
      op('ReduceSum', [name('worth'), name('second_axis')], name('sum')),
      op('Add', [name('sum'), name('intercept')], output),
    ],
    constants: [
      ...terms_.constants,
      { name: name('hour_column'), type: 'int64', value: [hourColumn] },
      { name: name('second_axis'), type: 'int64', value: [1] },
      { name: name('nothing'), type: 'float', value: [0] },
      table('mean', mean, width),
      table('slope', slope, width),
      table('intercept', intercept, 1),
    ],
  };
}
