// Adam (Kingma and Ba 2015): steps as long as slopes are steady, whatever their size.

const FIRST = 0.9;
const SECOND = 0.999;
const LEAST = 1e-8;

/** Moves `values` against the gradients it is given. */
export function adam(values: Float32Array): (gradient: Float32Array, learningRate: number) => void {
  const mean = new Float32Array(values.length);
  const square = new Float32Array(values.length);
  let steps = 0;
  return (gradient, learningRate) => {
    steps += 1;
    const meanShare = 1 - FIRST ** steps;
    const squareShare = 1 - SECOND ** steps;
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i]!;
      mean[i] = FIRST * mean[i]! + (1 - FIRST) * slope;
      square[i] = SECOND * square[i]! + (1 - SECOND) * slope * slope;
      values[i]! -= (learningRate * (mean[i]! / meanShare)) / (Math.sqrt(square[i]! / squareShare) + LEAST);
    }
  };
}
