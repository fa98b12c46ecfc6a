// The code of data/README.md's guide has the types and the form of our own; that it works is for data/contract.test.ts.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { followGuide } from './dataset-guide.ts';
import { ROOT } from './source.ts';

const { scratch } = followGuide();
afterAll(() => rmSync(scratch, { recursive: true }));

it('compiles as strictly as everything else', () => {
  const config = join(scratch, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['data/tide'], exclude: [] }));
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
