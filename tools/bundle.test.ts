// What runs on one machine beside what is uploaded: the same form, and errors that still say where they come from.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundleWorker } from './bundle.ts';
import { ROOT } from './root.ts';
import { configOf, WORKERS } from './workers.ts';

const folder = mkdtempSync(join(tmpdir(), 'wattmesh-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function bundled(code: string, rules: Parameters<typeof bundleWorker>[0]['rules'] = []) {
  const main = join(folder, 'index.ts');
  writeFileSync(main, code);
  return bundleWorker({ main, rules, define: {} });
}

it('has the names of functions in a stack, though it is as short as what is uploaded', async () => {
  for (const worker of WORKERS) expect(readFileSync(join(ROOT, configOf(worker)), 'utf8')).toMatch(/^minify = true$/m);
  const [index] = await bundled(`
    function releaseOf(model: string): string { throw new Error(model); }
    export function stack(): string { try { return releaseOf('city'); } catch (error) { return String((error as Error).stack); } }
  `);
  const text = String(index?.contents);
  expect(text).not.toContain('\n    ');
  const { stack } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(stack()).toContain('at releaseOf');
});

it('keeps a file apart where a rule names it, by its ending or by its name', async () => {
  for (const name of ['release.json', 'other.json', 'model.onnx']) writeFileSync(join(folder, name), '{"id":1}');
  const modules = await bundled(
    `import onnx from './model.onnx'; import other from './other.json'; import release from './release.json';
     export default [onnx, other, release];`,
    [
      { type: 'Data', include: ['**/*.onnx'] },
      { type: 'Text', include: ['**/release.json'] },
    ],
  );
  expect(modules.slice(1)).toEqual([
    { type: 'Data', path: '037c9214-model.onnx', contents: new TextEncoder().encode('{"id":1}') },
    { type: 'Text', path: '037c9214-release.json', contents: '{"id":1}' },
  ]);
});
