// What learns without a target, beside scikit-learn: what is unlike the rest, what belongs together, in which directions rows differ.
import { z } from 'zod';
import { fitDbscan } from '../../notebooks/lab/cluster/dbscan.ts';
import { fitKMeans } from '../../notebooks/lab/cluster/k-means.ts';
import { fitIsolationForest, scoreIsolation } from '../../notebooks/lab/isolation/isolation-forest.ts';
import { fitPca } from '../../notebooks/lab/pca/pca.ts';
import { randomFrom } from '../../notebooks/lab/random.ts';
import { gauss, type Rows } from './rows.ts';
import { furthest, Numbers, type OracleTrial, within } from './trial.ts';
import { shareAmongTop, spearman } from './verdicts.ts';

/** Forty rows of 2,000 lie about eight times as far out as the others. */
export function isolation(): OracleTrial {
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

export function pca(): OracleTrial {
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

export function kMeans(): OracleTrial {
  const seen = clouds(3_000);
  return {
    question: { ask: 'k-means', seen, parameters: { clusters: 8 } },
    judge(answer) {
      const { inertia } = fitKMeans({ x: seen.x, features: seen.features, clusters: 8, seed: 1 });
      return within('inertia, relative', Math.abs(inertia / z.number().parse(answer) - 1), 0.01);
    },
  };
}

export function dbscan(): OracleTrial {
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
