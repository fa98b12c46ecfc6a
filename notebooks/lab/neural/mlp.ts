// A small neural network for regression: standardised columns, rectified layers, Adam over mini-batches. The same seed and data give the same network.
import { type Random, randomFrom } from '../random.ts';
import { type Standard, standardised, standardOf } from '../standard.ts';
import { checkTrainingRows } from '../training-rows.ts';
import { adam } from './adam.ts';
import { backwards, copyDense, type Dense, emptyDense, forwards } from './dense.ts';

export interface Mlp {
  readonly standard: Standard;
  /** The last gives the target, in its own unit. */
  readonly layers: readonly Dense[];
}

export interface MlpOptions {
  /** Row-major Float32, as tensorOf gives it; NaN where missing: such a value counts as the mean. */
  readonly x: Float32Array;
  readonly features: number;
  readonly target: Float64Array;
  /** How much each row counts; 1 where left out. */
  readonly weights?: Float64Array;
  readonly seed: number;
  /** Outputs of each layer but the last. */
  readonly hidden?: readonly number[];
  readonly epochs?: number;
  readonly batchRows?: number;
  /** Of the first steps; falls to 0 along a half cosine. */
  readonly learningRate?: number;
  /** Draws weights towards 0. */
  readonly l2?: number;
  /** Rows later than those it learns from: it ends when they have not improved for this many epochs, and keeps the best. */
  readonly later?: { readonly x: Float32Array; readonly target: Float64Array; readonly patience: number };
  /** Errors are mean squares, in variances of the target. */
  readonly onEpoch?: (done: number, of: number, progress: { loss: number; laterLoss?: number }) => void;
}

export function fitMlp({
  x,
  features,
  target,
  weights,
  seed,
  hidden = [64, 32],
  epochs = 30,
  batchRows = 256,
  learningRate = 2e-3,
  l2 = 0,
  later,
  onEpoch,
}: MlpOptions): Mlp {
  const rows = target.length;
  checkTrainingRows({ x, features, target, weights });
  const standard = standardOf(x, features, weights);
  const unit = unitOf(target, weights);
  const points = Float32Array.from(standardised(standard, x));
  const wanted = target.map((value) => (value - unit.mean) / unit.deviation);
  const random = randomFrom(seed);
  const sizes = [features, ...hidden, 1];
  const layers = sizes.slice(1).map((outputs, l) => drawnDense(random, sizes[l]!, outputs));
  const network = { standard, layers };
  const gradients = layers.map(({ inputs, outputs }) => emptyDense(inputs, outputs));
  const step = trainStep(layers, gradients);
  const optimisers = layers.map((layer) => ({ weights: adam(layer.weights), biases: adam(layer.biases) }));
  const batches = Math.ceil(rows / batchRows);
  const laterLoss = later && laterLossOf(later, network, unit);
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY, layers };

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffled(random, rows);
    let loss = 0;
    for (let batch = 0; batch < batches; batch++) {
      const chosen = order.subarray(batch * batchRows, (batch + 1) * batchRows);
      for (const gradient of gradients) {
        gradient.weights.fill(0);
        gradient.biases.fill(0);
      }
      for (const row of chosen) {
        const weight = (weights ? weights[row]! : 1) / chosen.length;
        loss += (step(points, row, wanted[row]!, weight) * chosen.length) / rows;
      }
      const done = (epoch - 1 + batch / batches) / epochs;
      const rate = (learningRate * (1 + Math.cos(Math.PI * done))) / 2;
      layers.forEach((layer, l) => {
        const gradient = gradients[l]!;
        for (let i = 0; i < layer.weights.length; i++) gradient.weights[i]! += l2 * layer.weights[i]!;
        optimisers[l]!.weights(gradient.weights, rate);
        optimisers[l]!.biases(gradient.biases, rate);
      });
    }
    const now = laterLoss?.();
    onEpoch?.(epoch, epochs, { loss, ...(now === undefined ? {} : { laterLoss: now }) });
    if (!later || now === undefined) continue;
    if (now < best.loss) best = { epoch, loss: now, layers: layers.map(copyDense) };
    if (epoch - best.epoch >= later.patience) break;
  }
  return { standard, layers: inUnit(best.layers, unit) };
}

export function predictMlp({ standard, layers }: Mlp, x: Float32Array): Float64Array {
  const features = standard.mean.length;
  const points = Float32Array.from(standardised(standard, x));
  const outputs = layers.map((layer) => new Float32Array(layer.outputs));
  return new Float64Array(x.length / features).map((_, row) => {
    let input = points.subarray(row * features, (row + 1) * features);
    layers.forEach((layer, l) => {
      forwards(layer, input, outputs[l]!, l < layers.length - 1);
      input = outputs[l]!;
    });
    return input[0]!;
  });
}

/** One row forwards and backwards: adds to the gradients, gives its weighted squared error. */
function trainStep(layers: readonly Dense[], gradients: readonly Dense[]) {
  const outputs = layers.map((layer) => new Float32Array(layer.outputs));
  const slopes = layers.map((layer) => new Float32Array(layer.outputs));
  const last = layers.length - 1;
  const features = layers[0]!.inputs;
  const input = new Float32Array(features);
  return (points: Float32Array, row: number, wanted: number, weight: number): number => {
    for (let i = 0; i < features; i++) input[i] = points[row * features + i]!;
    for (let l = 0; l <= last; l++) forwards(layers[l]!, l === 0 ? input : outputs[l - 1]!, outputs[l]!, l < last);
    const error = outputs[last]![0]! - wanted;
    slopes[last]![0] = weight * error;
    for (let l = last; l >= 0; l--) {
      const before = l === 0 ? null : slopes[l - 1]!;
      const from = l === 0 ? input : outputs[l - 1]!;
      backwards(layers[l]!, from, slopes[l]!, gradients[l]!, before);
      // Where a rectified output was still, nothing it was given mattered.
      if (before) for (let i = 0; i < before.length; i++) if (from[i] === 0) before[i] = 0;
    }
    return weight * error * error;
  };
}

interface Unit {
  readonly mean: number;
  readonly deviation: number;
}

function unitOf(target: Float64Array, weights: Float64Array | undefined): Unit {
  const sumOf = (value: (row: number) => number): number =>
    target.reduce((sum, _, i) => sum + (weights ? weights[i]! : 1) * value(i), 0);
  const all = sumOf(() => 1);
  const mean = sumOf((i) => target[i]!) / all;
  const deviation = Math.sqrt(sumOf((i) => (target[i]! - mean) ** 2) / all);
  // A target that never varies has any unit.
  return { mean, deviation: deviation || 1 };
}

/** The last layer gives the target as it was, no longer standardised. */
function inUnit(layers: readonly Dense[], { mean, deviation }: Unit): Dense[] {
  const last = layers.length - 1;
  return layers.map((layer, l) =>
    l < last
      ? layer
      : {
          ...layer,
          weights: layer.weights.map((weight) => weight * deviation),
          biases: layer.biases.map((bias) => bias * deviation + mean),
        },
  );
}

function laterLossOf(later: { readonly x: Float32Array; readonly target: Float64Array }, network: Mlp, unit: Unit) {
  return (): number => {
    const said = predictMlp(network, later.x);
    let sum = 0;
    for (let i = 0; i < said.length; i++) sum += (said[i]! - (later.target[i]! - unit.mean) / unit.deviation) ** 2;
    return sum / said.length;
  };
}

/** Uniform, as wide as keeps the spread of what passes rectified layers (He et al. 2015). */
function drawnDense(random: Random, inputs: number, outputs: number): Dense {
  const width = Math.sqrt(6 / inputs);
  return {
    ...emptyDense(inputs, outputs),
    weights: Float32Array.from({ length: inputs * outputs }, () => width * (2 * random.next() - 1)),
  };
}

function shuffled(random: Random, rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const other = Math.floor(random.next() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
