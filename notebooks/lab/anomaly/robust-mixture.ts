// How odd a row of robust deviations is: their mean square, as the share of the days learned from that were less odd. One ONNX graph with what drove it.
import { attr, INPUT, modelBytes, type Node } from '../onnx/graph.ts';
import { medianOf, quantileOf, robustSigma } from '../quantile.ts';

export interface RobustMixture {
  readonly features: number;
  /** Per feature: 1 over its spread where it was learned, so that features weigh alike. */
  readonly perSpread: Float64Array;
  /** Score = logistic(slope × ln(mean square) + offset). */
  readonly slope: number;
  readonly offset: number;
  /** Flagged at this score and above. */
  readonly threshold: number;
}

export interface MixtureScores {
  readonly score: Float64Array;
  readonly flag: Float64Array;
  /** Row-major, one column per feature: what drove it, missing as 0. */
  readonly drivers: Float64Array;
}

/** Spreads are taken here: what moves in whole hours stands still on most days, and its median deviation is 0. */
const WIDE = 0.95;
/** A normal distribution has 95 % of its deviations below so many standard deviations. */
const NORMAL_AT_WIDE = 1.96;
/** One feature alone does not make a day a hundred times odd. */
const MOST = 8;
/** Keeps the logarithm finite where nothing deviates or nothing is known. */
const LEAST_SQUARE = 1e-6;
/** The logistic function is nearest to a normal distribution at this scale. */
const LOGISTIC_PER_NORMAL = 1.702;

export function fitRobustMixture({
  x,
  features,
  flaggedShare,
}: {
  /** Row-major, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly features: number;
  /** Of the days learned from, so many are flagged. */
  readonly flaggedShare: number;
}): RobustMixture {
  const perSpread = Float64Array.from({ length: features }, (_, column) => {
    const known = Float64Array.from(x.filter((value, i) => i % features === column && !Number.isNaN(value)));
    return Math.fround(1 / (quantileOf(known.map(Math.abs), WIDE) / NORMAL_AT_WIDE || 1));
  });
  const unfitted: RobustMixture = { features, perSpread, slope: 1, offset: 0, threshold: 0 };
  const logs = meanSquares(unfitted, x)
    .filter((square) => square > 2 * LEAST_SQUARE)
    .map(Math.log);
  const centre = medianOf(logs);
  const spread = robustSigma(logs.map((log) => log - centre));
  const slope = Math.fround(LOGISTIC_PER_NORMAL / spread);
  const fitted = { ...unfitted, slope, offset: Math.fround(-slope * centre) };
  return { ...fitted, threshold: Math.fround(quantileOf(scoreRobustMixture(fitted, x).score, 1 - flaggedShare)) };
}

export function scoreRobustMixture(mixture: RobustMixture, x: Float32Array): MixtureScores {
  const { features, perSpread, slope, offset, threshold } = mixture;
  const score = meanSquares(mixture, x).map((square) => 1 / (1 + Math.exp(-(slope * Math.log(square) + offset))));
  return {
    score,
    flag: score.map((one) => (one >= threshold ? 1 : 0)),
    drivers: Float64Array.from(x, (value, i) => (Number.isNaN(value) ? 0 : value * perSpread[i % features]!)),
  };
}

/** Over the features that are known. */
function meanSquares({ features, perSpread }: RobustMixture, x: Float32Array): Float64Array {
  return Float64Array.from({ length: x.length / features }, (_, row) => {
    let [sum, known] = [0, 0];
    for (let f = 0; f < features; f++) {
      const value = x[row * features + f]!;
      if (Number.isNaN(value)) continue;
      sum += Math.min(MOST, Math.abs(value * perSpread[f]!)) ** 2;
      known += 1;
    }
    return LEAST_SQUARE + sum / Math.max(1, known);
  });
}

/** The same arithmetic; `heads` are score, flag, then one driver per feature. */
export function robustMixtureOnnx(
  { features, perSpread, slope, offset, threshold }: RobustMixture,
  name: string,
  heads: readonly string[],
): Uint8Array {
  const [score = '', flag = '', ...drivers] = heads;
  if (drivers.length !== features) throw new Error(`${drivers.length} drivers for ${features} features: want one each`);
  const op = (kind: string, inputs: readonly string[], output: string): Node => ({ op: kind, inputs, output });
  const ones = new Float32Array(features).fill(1);
  const nodes: Node[] = [
    op('IsNaN', [INPUT], 'missing'),
    op('Where', ['missing', 'zero', INPUT], 'filled'),
    op('Where', ['missing', 'zero', 'one'], 'known'),
    op('Mul', ['filled', 'per_spread'], 'scaled'),
    ...drivers.map(
      (driver, f): Node => ({
        ...op('Gather', ['scaled', `column_${f}`], driver),
        attributes: [attr.int('axis', 1)],
      }),
    ),
    op('Abs', ['scaled'], 'deviation'),
    op('Min', ['deviation', 'most'], 'clipped'),
    op('Mul', ['clipped', 'clipped'], 'squares'),
    op('MatMul', ['squares', 'sum_of_columns'], 'square_sum'),
    op('MatMul', ['known', 'sum_of_columns'], 'known_sum'),
    op('Max', ['known_sum', 'one'], 'count'),
    op('Div', ['square_sum', 'count'], 'mean_square'),
    op('Add', ['mean_square', 'least_square'], 'square'),
    op('Log', ['square'], 'log_square'),
    op('Mul', ['log_square', 'slope'], 'sloped'),
    op('Add', ['sloped', 'offset'], 'logit'),
    op('Sigmoid', ['logit'], score),
    op('GreaterOrEqual', [score, 'threshold'], 'is_odd'),
    { ...op('Cast', ['is_odd'], flag), attributes: [attr.int('to', 1)] },
  ];
  return modelBytes({
    name,
    features,
    nodes,
    constants: [
      { name: 'zero', value: 0, type: 'float' },
      { name: 'one', value: 1, type: 'float' },
      { name: 'most', value: MOST, type: 'float' },
      { name: 'least_square', value: LEAST_SQUARE, type: 'float' },
      { name: 'slope', value: slope, type: 'float' },
      { name: 'offset', value: offset, type: 'float' },
      { name: 'threshold', value: threshold, type: 'float' },
      { name: 'per_spread', value: perSpread, type: 'float', shape: [1, features] },
      { name: 'sum_of_columns', value: ones, type: 'float', shape: [features, 1] },
      ...drivers.map((_, f) => ({ name: `column_${f}`, value: f, type: 'int64' as const })),
    ],
    outputs: heads,
  });
}
