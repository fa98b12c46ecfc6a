import { expect, it } from 'vitest';
import { DAY } from '../../../data/time.ts';
import { blockedFolds } from '../splits/blocked-folds.ts';
import { crossValidated, type Trainer } from './cross-validation.ts';

it('trains on what each fold leaves, judges on the rest, and times the training alone', () => {
  const days = Float64Array.of(0, 1, 2, 3).map((day) => day * DAY);
  const target = Float64Array.of(1, 3, 5, 11);
  const examples = { features: ['x'], x: new Float32Array(4), target, baseline: target, validAt: days, issuedAt: days };
  let time = 0;
  const mean: Trainer = (lessons) => {
    time += 5;
    const value = lessons.target.reduce((sum, one) => sum + one, 0) / lessons.target.length;
    return (some) => {
      time += 100;
      return some.target.map(() => value);
    };
  };
  const folds = blockedFolds({ within: { from: 0, to: 4 * DAY }, folds: 2, gap: 0 });
  const [first, second] = crossValidated(mean, examples, folds, () => time);
  expect(first).toMatchObject({ trained: 5, errors: { count: 2, mae: 6, bias: 6 } });
  expect(second).toMatchObject({ trained: 5, errors: { count: 2, mae: 6, bias: -6 } });
});
