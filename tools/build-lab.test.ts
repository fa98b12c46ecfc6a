import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import type * as atOnce from '../notebooks/lab/trees/at-once.ts';
import { pinball } from '../notebooks/lab/trees/loss.ts';
import { LAB_BUNDLE } from './build-lab.ts';
import { ROOT } from './root.ts';

const folder = mkdtempSync(join(tmpdir(), 'wattmesh-lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a lab that is built starts its threads from itself, and they fit the same forests', async () => {
  const outfile = join(folder, 'lab.cjs');
  await build({ ...LAB_BUNDLE, entryPoints: [join(ROOT, 'notebooks/lab/trees/at-once.ts')], outfile });
  const built: typeof atOnce = createRequire(import.meta.url)(outfile);
  const x = Float32Array.from({ length: 200 }, (_, i) => (i * 7) % 40);
  const target = Float64Array.from(x, (value, i) => value + (i % 3));
  const jobs = [0.1, 0.9].map(
    (level) => ({ trainer: 'boost', x, features: 1, target, seed: 1, trees: 5, loss: pinball(level) }) as const,
  );
  const forests = await built.fitForests(jobs, { threads: 2 });
  expect(forests).toEqual(await built.fitForests(jobs, { threads: 1 }));
  expect(forests[0]?.base).toBeLessThan(forests[1]?.base ?? Number.NaN);
});
