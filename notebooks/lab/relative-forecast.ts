// A forecast with an interval, relative to the level the series had: three forests, widths made right on data they have not seen, one ONNX graph.

import { type Examples, pick } from './examples.ts';
import { forestNode } from './onnx/forest.ts';
import { attr, INPUT, modelBytes, type Node } from './onnx/graph.ts';
import { quantileOf } from './quantile.ts';
import { type BoostOptions, boost } from './trees/boost.ts';
import { type Loss, pinball, squared } from './trees/loss.ts';
import { type Forest, predictForest } from './trees/tree.ts';

export interface Interval {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What is multiplied inside the graph: trees say how a step relates to the level, so one release serves any size of series. */
export interface RelativeForecast {
  readonly levelColumn: number;
  readonly features: number;
  readonly middle: Forest;
  readonly low: Forest;
  readonly high: Forest;
  /** How much wider than the trees say, downwards and upwards. */
  readonly widen: { readonly low: number; readonly high: number };
}

export type Tuning = Pick<
  BoostOptions,
  'seed' | 'trees' | 'leaves' | 'learningRate' | 'minRows' | 'columnShare' | 'rowShare'
>;

export interface FitOptions {
  readonly examples: Examples;
  /** The feature that everything is relative to. */
  readonly level: string;
  /** Of the interval: 0.1 and 0.9 for the middle 80 %. */
  readonly quantiles: { readonly low: number; readonly high: number };
  readonly tuning: Tuning;
  readonly onProgress?: (what: string, grown: number, of: number) => void;
}

export function fitRelative({
  examples,
  level,
  quantiles,
  tuning,
  onProgress = () => {},
}: FitOptions): RelativeForecast {
  const width = examples.features.length;
  const levelColumn = examples.features.indexOf(level);
  if (levelColumn < 0) throw new Error(`no feature ${level} among ${examples.features.join(', ')}`);
  const levelOf = (i: number): number => examples.x[i * width + levelColumn]!;
  // Where no level is known there is nothing to be relative to.
  const { x, target } = pick(examples, (i) => !Number.isNaN(levelOf(i)));
  const ratio = target.map((value, i) => value / x[i * width + levelColumn]!);
  const grow = (what: string, loss: Loss): Forest =>
    boost({
      ...tuning,
      x,
      features: width,
      target: ratio,
      loss,
      // A tree that knew how large the series is would not serve one of another size.
      except: [levelColumn],
      onTree: (grown, of) => onProgress(what, grown, of),
    });
  return {
    levelColumn,
    features: width,
    middle: grow('middle', squared()),
    low: grow('low', pinball(quantiles.low)),
    high: grow('high', pinball(quantiles.high)),
    widen: { low: 1, high: 1 },
  };
}

/** Widens or narrows each side until it leaves out as much of these examples as it should (a split-conformal factor). */
export function calibrated(
  forecast: RelativeForecast,
  examples: Examples,
  quantiles: { readonly low: number; readonly high: number },
): RelativeForecast {
  const { value, low, high } = predictRelative({ ...forecast, widen: { low: 1, high: 1 } }, examples.x);
  // How far the truth fell outwards, in widths of its own side; what fell on the other side counts as inside.
  const below = examples.target.map((truth, i) => (value[i]! - truth) / (value[i]! - low[i]!));
  const above = examples.target.map((truth, i) => (truth - value[i]!) / (high[i]! - value[i]!));
  return {
    ...forecast,
    widen: {
      low: Math.fround(quantileOf(below.filter(isNumber), 1 - quantiles.low)),
      high: Math.fround(quantileOf(above.filter(isNumber), quantiles.high)),
    },
  };
}

/** Infinity stays: a truth outside an interval without width is outside however wide the others get. */
const isNumber = (value: number): boolean => !Number.isNaN(value);

export function predictRelative(forecast: RelativeForecast, x: Float32Array): Interval {
  const { features, levelColumn, widen } = forecast;
  const middle = predictForest(forecast.middle, x, features);
  const low = predictForest(forecast.low, x, features);
  const high = predictForest(forecast.high, x, features);
  const level = (i: number): number => x[i * features + levelColumn]!;
  return {
    value: middle.map((m, i) => level(i) * m),
    low: middle.map((m, i) => level(i) * (m - widen.low * Math.max(0, m - low[i]!))),
    high: middle.map((m, i) => level(i) * (m + widen.high * Math.max(0, high[i]! - m))),
  };
}

/** The same arithmetic as predictRelative, its outputs named after the model's heads. */
export function relativeOnnx(
  forecast: RelativeForecast,
  name: string,
  heads: { readonly value: string; readonly low: string; readonly high: string },
): Uint8Array {
  const op = (kind: string, inputs: readonly string[], output: string): Node => ({ op: kind, inputs, output });
  const nodes: Node[] = [
    { ...op('Gather', [INPUT, 'level_column'], 'level'), attributes: [attr.int('axis', 1)] },
    forestNode(forecast.middle, 'middle'),
    forestNode(forecast.low, 'low'),
    forestNode(forecast.high, 'high'),
    op('Mul', ['level', 'middle'], heads.value),
    // Relu keeps each quantile on its own side: they cannot cross.
    op('Sub', ['middle', 'low'], 'below'),
    op('Relu', ['below'], 'below_width'),
    op('Mul', ['below_width', 'widen_low'], 'below_widened'),
    op('Sub', ['middle', 'below_widened'], 'low_ratio'),
    op('Mul', ['level', 'low_ratio'], heads.low),
    op('Sub', ['high', 'middle'], 'above'),
    op('Relu', ['above'], 'above_width'),
    op('Mul', ['above_width', 'widen_high'], 'above_widened'),
    op('Add', ['middle', 'above_widened'], 'high_ratio'),
    op('Mul', ['level', 'high_ratio'], heads.high),
  ];
  return modelBytes({
    name,
    features: forecast.features,
    nodes,
    constants: [
      { name: 'level_column', value: forecast.levelColumn, type: 'int64' },
      { name: 'widen_low', value: forecast.widen.low, type: 'float' },
      { name: 'widen_high', value: forecast.widen.high, type: 'float' },
    ],
    outputs: [heads.value, heads.low, heads.high],
  });
}
