// Ridge beside its closed form, logistic regression beside scikit-learn's.
import { z } from 'zod';
import { fitLogistic } from '../../notebooks/lab/linear/logistic.ts';
import { fitRidge, predictRidge } from '../../notebooks/lab/linear/ridge.ts';
import { randomFrom } from '../../notebooks/lab/random.ts';
import { friedman } from './rows.ts';
import { furthest, Numbers, type OracleTrial, optionsOf, within } from './trial.ts';

export function ridge(): OracleTrial {
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

export function logisticRegression(): OracleTrial {
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
