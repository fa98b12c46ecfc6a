// Every trainer of the lab beside the one it must not fall behind.
import { fitExtraTrees, fitRandomForest } from '../../notebooks/lab/trees/averaged.ts';
import { predictForest } from '../../notebooks/lab/trees/tree.ts';
import { boosting, boostingOfClasses, boostingOfQuantile, boostingRising } from './boosting-trials.ts';
import { logisticRegression, ridge } from './linear-trials.ts';
import { friedman, measuredLoad, steps, type Trial } from './rows.ts';
import { Numbers, notWorse, type OracleTrial, optionsOf } from './trial.ts';
import { dbscan, isolation, kMeans, pca } from './unlabelled-trials.ts';
import { rmseOf } from './verdicts.ts';

/** Null where this machine lacks what it needs. */
export function oracleTrials(): Readonly<Record<string, OracleTrial | null>> {
  const load = measuredLoad();
  const trials: Readonly<Record<string, Trial | null>> = {
    Friedman: { seen: friedman(1, 6_000), later: friedman(2, 6_000) },
    'steps with gaps': { seen: steps(1, 6_000), later: steps(2, 6_000) },
    'measured load': load,
  };
  const onEach = (what: string, make: (trial: Trial) => OracleTrial): [string, OracleTrial | null][] =>
    Object.entries(trials).map(([name, trial]) => [`${what}, ${name}`, trial && make(trial)]);
  return Object.fromEntries([
    ...onEach('boosting', boosting),
    ['boosting, two classes', boostingOfClasses()],
    ['boosting, weighted and rising', boostingRising()],
    ['boosting, quantile 0.9', boostingOfQuantile()],
    ...onEach('random forest', (trial) => averagedTrees('random forest', fitRandomForest, trial)),
    [
      'extra trees, Friedman',
      averagedTrees('extra trees', fitExtraTrees, { seen: friedman(1, 3_000), later: friedman(2, 3_000) }),
    ],
    ['ridge', ridge()],
    ['logistic regression', logisticRegression()],
    ['isolation forest', isolation()],
    ['principal components', pca()],
    ['k-means', kMeans()],
    ['DBSCAN', dbscan()],
  ]);
}

function averagedTrees(ask: string, train: typeof fitRandomForest, { seen, later }: Trial): OracleTrial {
  const parameters = { trees: 60, minRows: 5, columnShare: 0.5 };
  return {
    question: { ask, seen, later, parameters },
    judge(answer) {
      const said = predictForest(train({ ...parameters, ...optionsOf(seen), seed: 1 }), later.x, later.features);
      return notWorse('RMSE', rmseOf(said, later.y), rmseOf(Numbers.parse(answer), later.y));
    },
  };
}
