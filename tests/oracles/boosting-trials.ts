// Boosting beside xgboost: each loss, weights, a direction to keep.
import { randomFrom } from '../../notebooks/lab/random.ts';
import { boost } from '../../notebooks/lab/trees/boost.ts';
import { logistic, pinball, sigmoid, squared } from '../../notebooks/lab/trees/loss.ts';
import { predictForest } from '../../notebooks/lab/trees/tree.ts';
import { friedman, type Rows, type Trial } from './rows.ts';
import { Numbers, notWorse, type OracleTrial, optionsOf } from './trial.ts';
import { meanLogLoss, meanPinball, rmseOf } from './verdicts.ts';

const BOOSTING = { trees: 150, leaves: 31, learningRate: 0.1, lambda: 1 } as const;

export function boosting({ seen, later }: Trial): OracleTrial {
  const parameters = { ...BOOSTING, loss: 'squared', minHessian: 20 };
  return {
    question: { ask: 'boosting', seen, later, parameters },
    judge(answer) {
      const forest = boost({ ...BOOSTING, minRows: 20, ...optionsOf(seen), loss: squared(), seed: 1 });
      return notWorse(
        'RMSE',
        rmseOf(predictForest(forest, later.x, later.features), later.y),
        rmseOf(Numbers.parse(answer), later.y),
      );
    },
  };
}

export function boostingOfClasses(): OracleTrial {
  const classes = (rows: Rows): Rows => ({ ...rows, y: rows.y.map((value) => (value > 14 ? 1 : 0)) });
  const [seen, later] = [classes(friedman(1, 6_000)), classes(friedman(2, 6_000))];
  return {
    question: { ask: 'boosting', seen, later, parameters: { ...BOOSTING, loss: 'logistic', minHessian: 5 } },
    judge(answer) {
      const forest = boost({ ...BOOSTING, minRows: 1, minHessian: 5, ...optionsOf(seen), loss: logistic(), seed: 1 });
      const said = predictForest(forest, later.x, later.features).map(sigmoid);
      return notWorse('log loss', meanLogLoss(said, later.y), meanLogLoss(Numbers.parse(answer), later.y));
    },
  };
}

/** Rows of uneven weight; the prediction may only rise with the third column, whose effect is a valley. */
export function boostingRising(): OracleTrial {
  const random = randomFrom(8);
  const [seen, later] = [friedman(1, 6_000), friedman(2, 6_000)];
  const weights = Float64Array.from(seen.y, () => 2 * random.next());
  const rising = 2;
  return {
    question: {
      ask: 'boosting',
      seen,
      later,
      weights,
      parameters: { ...BOOSTING, loss: 'squared', minHessian: 20, rising },
    },
    judge(answer) {
      const forest = boost({
        ...BOOSTING,
        minRows: 1,
        minHessian: 20,
        monotone: [{ column: rising, direction: 'rising' }],
        weights,
        ...optionsOf(seen),
        loss: squared(),
        seed: 1,
      });
      const said = predictForest(forest, later.x, later.features);
      return notWorse('RMSE', rmseOf(said, later.y), rmseOf(Numbers.parse(answer), later.y));
    },
  };
}

export function boostingOfQuantile(): OracleTrial {
  const level = 0.9;
  const [seen, later] = [friedman(1, 6_000), friedman(2, 6_000)];
  return {
    question: { ask: 'boosting', seen, later, parameters: { ...BOOSTING, loss: 'pinball', level, minHessian: 20 } },
    judge(answer) {
      const forest = boost({ ...BOOSTING, minRows: 20, ...optionsOf(seen), loss: pinball(level), seed: 1 });
      const said = predictForest(forest, later.x, later.features);
      return notWorse('pinball', meanPinball(said, later.y, level), meanPinball(Numbers.parse(answer), later.y, level));
    },
  };
}
