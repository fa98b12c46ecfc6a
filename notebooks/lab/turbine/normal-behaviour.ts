// What a sensor of a turbine in good order would say now, and how far off it is in standard deviations: a ridge per sensor, learnt on healthy hours.

import { fitRidge, predictRidge, type Ridge } from '../linear/ridge.ts';
import { attr, type GraphPart, INPUT } from '../onnx/graph.ts';
import { ridgePart } from '../onnx/linear.ts';
import { robustSigma } from '../quantile.ts';
import type { TurbineHours } from './turbine-hours.ts';

export interface NormalBehaviour {
  /** Column that is expected, and those it is expected from. */
  readonly measured: number;
  readonly from: readonly number[];
  readonly ridge: Ridge;
  /** Of the residual, on healthy hours of turbines it was not fitted on. Robust: a neighbour that fails is no reason to expect more. */
  readonly sigma: number;
}

export interface SensorQuestion {
  readonly measured: string;
  readonly from: readonly string[];
}

export function fitNormalBehaviour(
  healthy: TurbineHours,
  others: TurbineHours,
  question: SensorQuestion,
): NormalBehaviour {
  const column = (name: string): number => {
    const index = healthy.features.indexOf(name);
    if (index < 0) throw new Error(`no feature ${name} among ${healthy.features.join(', ')}`);
    return index;
  };
  const measured = column(question.measured);
  const from = question.from.map(column);
  const width = healthy.features.length;
  const known = (rows: TurbineHours): number[] =>
    Array.from(rows.hours.keys()).filter((i) => !Number.isNaN(rows.x[i * width + measured]!));
  const rows = known(healthy);
  const ridge = fitRidge({
    x: cellsOf(healthy.x, width, rows, from),
    features: from.length,
    target: Float64Array.from(rows, (i) => healthy.x[i * width + measured]!),
    alpha: 1,
  });
  const unfitted = { measured, from, ridge, sigma: 1 };
  const off = residualSigma(unfitted, others.x, width);
  const sigma = robustSigma(Float64Array.from(known(others), (i) => off[i]!));
  return { ...unfitted, sigma: Math.fround(sigma) };
}

/** 0 where the sensor says nothing: what is not measured is not unusual. */
export function residualSigma(
  { measured, from, ridge, sigma }: NormalBehaviour,
  x: Float32Array,
  width: number,
): Float64Array {
  const rows = Array.from({ length: x.length / width }, (_, i) => i);
  const expected = predictRidge(ridge, cellsOf(x, width, rows, from));
  return expected.map((value, i) => {
    const residual = x[i * width + measured]! - value;
    return Number.isNaN(residual) ? 0 : residual / sigma;
  });
}

/** The same arithmetic as residualSigma; `output` is a head of the model. */
export function normalBehaviourPart({ measured, from, ridge, sigma }: NormalBehaviour, output: string): GraphPart {
  const name = (what: string): string => `${output}_${what}`;
  const expected = ridgePart(ridge, { input: name('seen'), output: name('expected') });
  const gather = (columns: string, to: string) => ({
    op: 'Gather',
    inputs: [INPUT, columns],
    output: to,
    attributes: [attr.int('axis', 1)],
  });
  return {
    nodes: [
      gather(name('from_columns'), name('seen')),
      ...expected.nodes,
      gather(name('measured_column'), name('measured')),
      { op: 'Sub', inputs: [name('measured'), name('expected')], output: name('off') },
      { op: 'Div', inputs: [name('off'), name('sigma')], output: name('in_sigma') },
      { op: 'IsNaN', inputs: [name('in_sigma')], output: name('unknown') },
      { op: 'Where', inputs: [name('unknown'), name('nothing'), name('in_sigma')], output },
    ],
    constants: [
      ...expected.constants,
      { name: name('from_columns'), type: 'int64', value: from },
      { name: name('measured_column'), type: 'int64', value: measured },
      { name: name('sigma'), type: 'float', value: sigma },
      { name: name('nothing'), type: 'float', value: 0 },
    ],
  };
}

/** Some rows and some columns of a matrix of `width` columns. */
function cellsOf(x: Float32Array, width: number, rows: readonly number[], columns: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * columns.length);
  rows.forEach((row, to) => {
    columns.forEach((column, j) => {
      out[to * columns.length + j] = x[row * width + column]!;
    });
  });
  return out;
}
