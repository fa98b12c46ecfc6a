import { expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { fitForests } from './at-once.ts';
import { pinball, squared } from './loss.ts';

const random = randomFrom(1);
const x = Float32Array.from({ length: 1_500 }, () => random.next());
const target = Float64Array.from({ length: 500 }, (_, i) => x[3 * i]! + random.next());
const data = { x, features: 3, target, seed: 1, trees: 5 };

it('fits quantiles and forests in threads: the same as one after the other, in the order asked', async () => {
  const jobs = [
    { trainer: 'boost', ...data, loss: pinball(0.1), columnShare: 0.5 },
    { trainer: 'boost', ...data, loss: pinball(0.9), rowShare: 0.5 },
    { trainer: 'random-forest', ...data },
    { trainer: 'extra-trees', ...data },
  ] as const;
  const heard = new Set<string>();
  const together = await fitForests(jobs, {
    threads: 2,
    onTree: (job, grown, of) => heard.add(`${job}: ${grown} of ${of}`),
  });
  expect(together).toEqual(await fitForests(jobs, { threads: 1 }));
  expect(heard.size).toBe(20);
  expect(heard).toContain('3: 5 of 5');
});

it('says which job cannot be done, and why', async () => {
  const good = { trainer: 'boost', ...data, loss: squared() } as const;
  const bad = { ...good, features: 4 };
  await expect(fitForests([good, bad], { threads: 2 })).rejects.toThrow('job 1 (boost): x holds 1500 numbers');
});
