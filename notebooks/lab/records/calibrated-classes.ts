// Probabilities of classes that mean what they say: logistic regression, then each class calibrated (Platt 1999) on rows it has not seen, then made to sum to 1. One graph.
import { fitLogistic, type Logistic, predictLogistic } from '../linear/logistic.ts';
import { type GraphPart, partsTogether } from '../onnx/graph.ts';
import { logisticPart } from '../onnx/linear.ts';
import { groupedFolds, outOfFold, pickRows } from './grouped-folds.ts';

export interface CalibratedClasses {
  readonly logistic: Logistic;
  /** Per class, from its log-odds. */
  readonly platt: readonly Logistic[];
}

export interface ClassRows {
  /** Row-major Float32, as tensorOf gives it; NaN where missing. */
  readonly x: Float32Array;
  readonly features: number;
  /** 0 … classes - 1. */
  readonly classOf: readonly number[];
  readonly classes: number;
  /** What belongs together: the rows of one person fall into one fold. */
  readonly groups: readonly string[];
}

const FOLDS = 5;

/** Calibrated on what was said out of fold; what is kept has learnt from all rows. */
export function fitCalibratedClasses(
  rows: ClassRows,
  { l2, seed }: { readonly l2: number; readonly seed: number },
): CalibratedClasses {
  const { x, features, classOf, classes, groups } = rows;
  const fit = (of: readonly number[]) =>
    fitLogistic({ x: pickRows(x, features, of), features, classOf: of.map((row) => classOf[row]!), classes, l2 });
  const said = outOfFold(groupedFolds(groups, { folds: FOLDS, seed }), classes, (learn, judged) =>
    predictLogistic(fit(learn), pickRows(x, features, judged)),
  );
  const platt = Array.from({ length: classes }, (_, k) =>
    fitLogistic({
      x: Float32Array.from(classOf, (_, row) => logOdds(said[row * classes + k]!)),
      features: 1,
      classOf: classOf.map((one) => Number(one === k)),
      classes: 2,
      l2,
    }),
  );
  return { logistic: fit(Array.from(classOf.keys())), platt };
}

/** Row-major, one column per class, each row summing to 1. */
export function predictClasses({ logistic, platt }: CalibratedClasses, x: Float32Array): Float64Array {
  const classes = platt.length;
  const raw = predictLogistic(logistic, x);
  const calibrated = platt.map((one, k) =>
    predictLogistic(
      one,
      Float32Array.from({ length: raw.length / classes }, (_, row) => logOdds(raw[row * classes + k]!)),
    ),
  );
  return raw.map((_, at) => {
    const row = Math.floor(at / classes);
    const sum = calibrated.reduce((all, chances) => all + chances[2 * row + 1]!, 0);
    return calibrated[at % classes]![2 * row + 1]! / sum;
  });
}

/** One output per class, in order. */
export function classesPart({ logistic, platt }: CalibratedClasses, outputs: readonly string[]): GraphPart {
  const name = (output: string, what: string): string => `${output}_${what}`;
  const raw = outputs.map((output) => name(output, 'raw'));
  const calibrated = outputs.map((output) => name(output, 'calibrated'));
  const sum = name(outputs.join('_'), 'sum');
  return partsTogether(
    logisticPart(logistic, { outputs: raw }),
    ...outputs.map((output, k) =>
      partsTogether(
        {
          nodes: [
            { op: 'Sub', inputs: [name(output, 'certain'), raw[k]!], output: name(output, 'other') },
            { op: 'Div', inputs: [raw[k]!, name(output, 'other')], output: name(output, 'odds') },
            { op: 'Log', inputs: [name(output, 'odds')], output: name(output, 'log_odds') },
          ],
          constants: [{ name: name(output, 'certain'), type: 'float', value: 1 }],
        },
        logisticPart(platt[k]!, { input: name(output, 'log_odds'), outputs: [name(output, 'not'), calibrated[k]!] }),
      ),
    ),
    {
      nodes: [
        { op: 'Sum', inputs: calibrated, output: sum },
        ...outputs.map((output, k) => ({ op: 'Div', inputs: [calibrated[k]!, sum], output })),
      ],
      constants: [],
    },
  );
}

const logOdds = (chance: number): number => Math.log(chance / (1 - chance));
