import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { featureSha256 } from './feature-hash.ts';

let folders: string[] = [];
beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const MODEL = "import { lag } from '../features/lag.ts';\nexport const sketch = { row: (at: number) => lag(at) };\n";
const LAG = 'const DAY = 24;\nexport const lag = (at: number) => at - DAY;\n';

/** A project of one model and one feature, in a folder of its own. */
async function hashOf({ model = MODEL, lag = LAG, under = 'a' }): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), `feature-hash ${under}-`));
  folders.push(root);
  mkdirSync(join(root, 'models/sketch'), { recursive: true });
  mkdirSync(join(root, 'models/features'));
  writeFileSync(join(root, 'models/sketch/model.ts'), model);
  writeFileSync(join(root, 'models/features/lag.ts'), lag);
  return featureSha256('sketch', root);
}

it('is the same wherever the project stands', async () => {
  expect(await hashOf({ under: 'somewhere' })).toBe(await hashOf({ under: 'elsewhere else' }));
});

it('does not count comments, types and unused exports', async () => {
  const before = await hashOf({});
  expect(await hashOf({ lag: `// Yesterday.\n${LAG}export const unused = 'zzzzzzzz';\n` })).toBe(before);
  expect(await hashOf({ model: `export interface Zebra { readonly zzzzzzzz: string }\n${MODEL}` })).toBe(before);
});

it('counts what is imported, to the digit', async () => {
  expect(await hashOf({ lag: LAG.replace('24', '25') })).not.toBe(await hashOf({}));
});

it('says which file is missing', async () => {
  await expect(featureSha256('no-such-model')).rejects.toThrow('models/no-such-model/model.ts');
});
