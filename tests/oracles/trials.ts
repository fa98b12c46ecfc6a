// Each trainer of the lab beside the one it must not fall behind: the question, and what is made of the answer.
import { z } from 'zod';
import { fitDbscan } from '../../notebooks/lab/cluster/dbscan.ts';
import { fitKMeans } from '../../notebooks/lab/cluster/k-means.ts';
import { fitIsolationForest, scoreIsolation } from '../../notebooks/lab/isolation/isolation-forest.ts';
import { fitLogistic } from '../../notebooks/lab/linear/logistic.ts';
import { fitRidge, predictRidge } from '../../notebooks/lab/linear/ridge.ts';
import { fitPca } from '../../notebooks/lab/pca/pca.ts';
import { randomFrom } from '../../notebooks/lab/random.ts';
import { fitExtraTrees, fitRandomForest } from '../../notebooks/lab/trees/averaged.ts';
import { boost } from '../../notebooks/lab/trees/boost.ts';
import { logistic, sigmoid, squared } from '../../notebooks/lab/trees/loss.ts';
import { predictForest } from '../../notebooks/lab/trees/tree.ts';
import type { Question } from './questions.ts';
import { friedman, gauss, measuredLoad, type Rows, steps, type Trial } from './rows.ts';
import { meanLogLoss, rmseOf, shareAmongTop, spearman } from './verdicts.ts';

export interface OracleTrial {
  readonly question: Question;
  /** A line of figures; throws where ours falls behind. */
  judge(answer: unknown): string;
}

const Numbers = z.array(z.number());
const WORSE_BY_AT_MOST = 1.03;

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

const BOOSTING = { trees: 150, leaves: 31, learningRate: 0.1, lambda: 1 } as const;

function boosting({ seen, later }: Trial): OracleTrial {
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

function boostingOfClasses(): OracleTrial {
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

function ridge(): OracleTrial {
  const random = randomFrom(3);
  const [seen, later] = [friedman(1, 2_000), friedman(2, 200)];
  const weights = Float64Array.from(seen.y, () => 0.5 + random.next());
  return {
    question: { ask: 'ridge', seen, later, weights, parameters: { alpha: 12.5 } },
    judge(answer) {
      const wanted = Numbers.parse(answer);
      const said = predictRidge(fitRidge({ ...optionsOf(seen), weights, alpha: 12.5 }), later.x);
      return within('furthest prediction', furthest(said, wanted), 1e-8);
    },
  };
}

function logisticRegression(): OracleTrial {
  const rows = friedman(4, 2_000);
  const seen = { ...rows, y: rows.y.map((value) => Math.min(2, Math.max(0, Math.floor((value - 8) / 6)))) };
  return {
    question: { ask: 'logistic', seen, parameters: { l2: 2 } },
    judge(answer) {
      const wanted = z.object({ coefficients: z.array(Numbers), intercepts: Numbers }).parse(answer);
      const ours = fitLogistic({ x: seen.x, features: seen.features, classOf: seen.y, classes: 3, l2: 2 });
      const byColumn = Array.from(
        ours.coefficients,
        (_, at) => wanted.coefficients[at % 3]?.[Math.floor(at / 3)] ?? Number.NaN,
      );
      const far = Math.max(furthest(ours.coefficients, byColumn), furthest(ours.intercepts, wanted.intercepts));
      return within('furthest coefficient', far, 1e-5);
    },
  };
}

/** Forty rows of 2,000 lie about eight times as far out as the others. */
function isolation(): OracleTrial {
  const random = randomFrom(5);
  const [features, count, outliers] = [4, 2_000, 40];
  const x = Float32Array.from({ length: features * count }, (_, at) =>
    at < features * outliers ? 8 * gauss(random) : gauss(random),
  );
  const seen = { features, x, y: new Float64Array(count) };
  return {
    question: { ask: 'isolation', seen, parameters: { trees: 200 } },
    judge(answer) {
      const wanted = Numbers.parse(answer);
      const ours = scoreIsolation(fitIsolationForest({ x, features, seed: 1, trees: 200 }), x, features);
      const rank = spearman(ours, wanted);
      const [share, wantedShare] = [ours, wanted].map((scores) => shareAmongTop(scores, outliers)) as [number, number];
      const line = `Spearman ${rank.toFixed(3)}; outliers among the top ${outliers}: ${share}, oracle ${wantedShare}`;
      if (!(rank > 0.9 && Math.abs(share - wantedShare) <= 0.05))
        throw new Error(`${line}; want 0.9 and the same share`);
      return line;
    },
  };
}

function pca(): OracleTrial {
  const random = randomFrom(6);
  const features = 8;
  const x = new Float32Array(features * 1_500).map((_, at) => gauss(random) * (1 + (at % features)));
  for (let at = 0; at < x.length; at += features) for (let j = 1; j < 5; j++) x[at + j]! += (6 - j) * x[at]!;
  const seen = { features, x, y: new Float64Array(1_500) };
  return {
    question: { ask: 'pca', seen, parameters: { components: 3 } },
    judge(answer) {
      const wanted = z.object({ components: z.array(Numbers), explained: Numbers }).parse(answer);
      const ours = fitPca({ x, features, components: 3 });
      const [theirs, mine] = [wanted.components.flat(), Array.from(ours.components)].map((all) => all.map(Math.abs));
      return within(
        'furthest component',
        Math.max(furthest(mine!, theirs!), furthest(ours.explained, wanted.explained)),
        1e-7,
      );
    },
  };
}

function clouds(count: number): Rows {
  const random = randomFrom(7);
  const features = 3;
  const x = Float32Array.from(
    { length: features * count },
    (_, at) => 4 * ((Math.floor(at / features) * (1 + (at % features))) % 6) + gauss(random),
  );
  return { features, x, y: new Float64Array(count) };
}

function kMeans(): OracleTrial {
  const seen = clouds(3_000);
  return {
    question: { ask: 'k-means', seen, parameters: { clusters: 8 } },
    judge(answer) {
      const { inertia } = fitKMeans({ x: seen.x, features: seen.features, clusters: 8, seed: 1 });
      return within('inertia, relative', Math.abs(inertia / z.number().parse(answer) - 1), 0.01);
    },
  };
}

function dbscan(): OracleTrial {
  const seen = clouds(1_500);
  const parameters = { reach: 0.25, neighbours: 8 };
  return {
    question: { ask: 'dbscan', seen, parameters },
    judge(answer) {
      const wanted = Numbers.parse(answer);
      const { label } = fitDbscan({ x: seen.x, features: seen.features, ...parameters });
      const pairs = new Set(Array.from(label, (one, i) => `${one} ${wanted[i]}`));
      const [ours, theirs] = [new Set(label).size, new Set(wanted).size];
      const line = `${ours} labels, oracle ${theirs}, ${pairs.size} pairs of them`;
      if (ours < 3 || pairs.size !== ours || pairs.size !== theirs || (label.includes(-1) && !pairs.has('-1 -1'))) {
        throw new Error(`${line}; want as many pairs as labels, noise with noise`);
      }
      return line;
    },
  };
}

const optionsOf = ({ x, features, y }: Rows) => ({ x, features, target: y });

function notWorse(metric: string, ours: number, theirs: number): string {
  const line = `${metric} ${ours.toPrecision(5)}, oracle ${theirs.toPrecision(5)}, ratio ${(ours / theirs).toFixed(3)}`;
  if (!(ours <= WORSE_BY_AT_MOST * theirs)) throw new Error(`${line}; want at most ${WORSE_BY_AT_MOST}`);
  return line;
}

function within(what: string, got: number, want: number): string {
  if (!(got <= want)) throw new Error(`${what} is off by ${got.toExponential(1)}, want at most ${want}`);
  return `${what} off by ${got.toExponential(1)}`;
}

const furthest = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number =>
  Math.max(...Array.from(ours, (value, i) => Math.abs(value - theirs[i]!)));
