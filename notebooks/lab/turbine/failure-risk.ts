// The risk that a turbine fails within the horizon: boosted log-odds of failing, made a probability together with the residuals of its sensors. One graph.
import { fitLogistic, type Logistic, predictLogistic } from '../linear/logistic.ts';
import { forestNode } from '../onnx/forest.ts';
import { attr, type GraphPart, modelBytes, partsTogether } from '../onnx/graph.ts';
import { logisticPart } from '../onnx/linear.ts';
import { boost } from '../trees/boost.ts';
import { logistic } from '../trees/loss.ts';
import { type Forest, predictForest } from '../trees/tree.ts';
import { type NormalBehaviour, normalBehaviourPart, residualSigma } from './normal-behaviour.ts';
import { pickHours, type TurbineHours } from './turbine-hours.ts';

export interface FailureRisk {
  readonly trees: Forest;
  /** By the head that gives its residual. */
  readonly sensors: Readonly<Record<string, NormalBehaviour>>;
  /** From the log-odds of the trees and the residuals, on turbines that the trees have not seen. */
  readonly calibration: Logistic;
}

export interface RiskOptions {
  readonly horizonHours: number;
  readonly sensors: Readonly<Record<string, NormalBehaviour>>;
  readonly seed: number;
  readonly trees: number;
}

/** 1 where a failure begins within the horizon after the end of the hour. */
export const failsWithin = ({ hours }: TurbineHours, horizonHours: number): Float64Array =>
  Float64Array.from(hours, ({ hoursToFailure }) => Number(hoursToFailure <= horizonHours));

/** Neither learns from a turbine that stands: it has nothing to warn of. */
export function fitRisk(
  learn: TurbineHours,
  calibrate: TurbineHours,
  { horizonHours, sensors, seed, trees: wanted }: RiskOptions,
): FailureRisk {
  const running = (some: TurbineHours): TurbineHours => pickHours(some, ({ standing }) => !standing);
  const [rows, later] = [running(learn), running(calibrate)];
  const features = rows.features.length;
  const trees = boost({
    x: rows.x,
    features,
    target: failsWithin(rows, horizonHours),
    loss: logistic(),
    seed,
    trees: wanted,
    leaves: 15,
    learningRate: 0.05,
    minRows: 40,
    columnShare: 0.5,
    rowShare: 0.5,
  });
  const signs = signsOf({ trees, sensors }, later.x, features);
  const calibration = fitLogistic({
    x: signs,
    features: signs.length / later.hours.length,
    classOf: failsWithin(later, horizonHours),
    classes: 2,
    l2: 1,
  });
  return { trees, sensors, calibration };
}

export function predictRisk(risk: FailureRisk, x: Float32Array, features: number): Float64Array {
  const chances = predictLogistic(risk.calibration, signsOf(risk, x, features));
  return Float64Array.from({ length: chances.length / 2 }, (_, i) => chances[2 * i + 1]!);
}

/** ONNX's number for float32. */
const FLOAT = 1;

/** Beyond it a residual counts less and less: a sensor gone mad is no surer sign than one that is far off. */
const FAR_SIGMA = 20;
const bounded = (sigma: number): number => sigma / FAR_SIGMA / (1 + Math.abs(sigma / FAR_SIGMA));

/** The log-odds of the trees, then a bounded residual per sensor: row-major. */
function signsOf(
  { trees, sensors }: Pick<FailureRisk, 'trees' | 'sensors'>,
  x: Float32Array,
  features: number,
): Float32Array {
  const columns = [
    predictForest(trees, x, features),
    ...Object.values(sensors).map((one) => residualSigma(one, x, features).map(bounded)),
  ];
  const rows = x.length / features;
  const out = new Float32Array(rows * columns.length);
  columns.forEach((values, j) => {
    for (let i = 0; i < rows; i++) out[i * columns.length + j] = values[i]!;
  });
  return out;
}

interface TurbineGraph {
  readonly name: string;
  readonly features: number;
  /** Named after the model's heads: the risk, and whether it reaches the threshold of an alarm. */
  readonly head: string;
  readonly alarm: { readonly head: string; readonly from: number };
}

/** The risk, the alarm, then a residual per sensor. */
export function turbineOnnx(
  { trees, sensors, calibration }: FailureRisk,
  { name, features, head, alarm }: TurbineGraph,
): Uint8Array {
  const [logOdds, signs] = [`${head}_log_odds`, `${head}_signs`];
  const residuals = Object.keys(sensors);
  const graph = partsTogether(
    { nodes: [forestNode(trees, logOdds)], constants: [] },
    ...residuals.map((output) => normalBehaviourPart(sensors[output]!, output)),
    ...residuals.map(
      (residual): GraphPart => ({
        nodes: [
          { op: 'Div', inputs: [residual, `${residual}_far`], output: `${residual}_in_far` },
          { op: 'Softsign', inputs: [`${residual}_in_far`], output: `${residual}_bounded` },
        ],
        constants: [{ name: `${residual}_far`, type: 'float', value: FAR_SIGMA }],
      }),
    ),
    {
      nodes: [
        {
          op: 'Concat',
          inputs: [logOdds, ...residuals.map((residual) => `${residual}_bounded`)],
          output: signs,
          attributes: [attr.int('axis', 1)],
        },
      ],
      constants: [],
    },
    logisticPart(calibration, { input: signs, outputs: [`${head}_none`, head] }),
    {
      nodes: [
        { op: 'GreaterOrEqual', inputs: [head, `${alarm.head}_from`], output: `${alarm.head}_reached` },
        {
          op: 'Cast',
          inputs: [`${alarm.head}_reached`],
          output: alarm.head,
          attributes: [attr.int('to', FLOAT)],
        },
      ],
      constants: [{ name: `${alarm.head}_from`, type: 'float', value: alarm.from }],
    },
  );
  return modelBytes({ name, features, ...graph, outputs: [head, alarm.head, ...residuals] });
}
