// One dense layer of a network, for one row at a time: forwards, and backwards into its gradients. Plain loops over Float32.

export interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  /** Row by row, one per output. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** What is above 0 passes a rectified layer; the last layer of a network is not rectified. */
export function forwards(
  { inputs, outputs, weights, biases }: Dense,
  from: Float32Array,
  to: Float32Array,
  isRectified: boolean,
): void {
  for (let j = 0, at = 0; j < outputs; j++, at += inputs) {
    // Four sums, so that an addition need not wait for the one before.
    let [a, b, c, d] = [biases[j]!, 0, 0, 0];
    let i = 0;
    for (; i + 3 < inputs; i += 4) {
      a += weights[at + i]! * from[i]!;
      b += weights[at + i + 1]! * from[i + 1]!;
      c += weights[at + i + 2]! * from[i + 2]!;
      d += weights[at + i + 3]! * from[i + 3]!;
    }
    for (; i < inputs; i++) a += weights[at + i]! * from[i]!;
    const sum = a + b + (c + d);
    to[j] = isRectified && sum < 0 ? 0 : sum;
  }
}

/** Adds to `gradient` what the slopes at the outputs say of weights and biases, and gives the slopes at the inputs, where asked. */
export function backwards(
  { inputs, outputs, weights }: Dense,
  from: Float32Array,
  slopes: Float32Array,
  gradient: Dense,
  slopesBefore: Float32Array | null,
): void {
  slopesBefore?.fill(0);
  for (let j = 0, at = 0; j < outputs; j++, at += inputs) {
    const slope = slopes[j]!;
    // About half of all rectified outputs are still.
    if (slope === 0) continue;
    gradient.biases[j]! += slope;
    for (let i = 0; i < inputs; i++) gradient.weights[at + i]! += slope * from[i]!;
    if (slopesBefore) for (let i = 0; i < inputs; i++) slopesBefore[i]! += slope * weights[at + i]!;
  }
}

export function emptyDense(inputs: number, outputs: number): Dense {
  return { inputs, outputs, weights: new Float32Array(inputs * outputs), biases: new Float32Array(outputs) };
}

export function copyDense(layer: Dense): Dense {
  return { ...layer, weights: layer.weights.slice(), biases: layer.biases.slice() };
}
