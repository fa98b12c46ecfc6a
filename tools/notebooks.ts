// npm run notebooks [-- name…] [--quick | --same]: executes notebooks headlessly and writes their outputs back. Exits 1 on a type error or a throw.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLab } from './build-lab.ts';
import { startKernel } from './jupyter/kernel.ts';
import { collectOutputs, Notebook, sourceOf } from './jupyter/notebook.ts';
import { ROOT } from './root.ts';
import { sameBytes } from './same-bytes.ts';

const CELL_TIMEOUT_MS = 10 * 60_000;
const FOLDER = join(ROOT, 'notebooks');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // A small window and few trees, to see that every cell runs. Writes neither outputs nor a release.
    quick: { type: 'boolean', default: false },
    // In full, to see that the release comes out byte for byte as it stands. Writes no outputs.
    same: { type: 'boolean', default: false },
  },
});
const known = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => name.replace(/\.ipynb$/, ''));
const stranger = positionals.find((name) => !known.includes(name));
if (stranger) {
  console.error(`no notebook ${stranger}; there are ${known.join(', ')}`);
  process.exit(1);
}
if (values.same && (values.quick || positionals.length === 0)) {
  console.error('--same trains in full and takes minutes: name the models, without --quick');
  process.exit(1);
}

// The lab finds its data from where it is started.
process.chdir(ROOT);
await buildLab();
for (const name of positionals.length > 0 ? positionals : known) {
  if (!(await (values.same ? isSame(name) : run(name)))) process.exitCode = 1;
}

async function isSame(name: string): Promise<boolean> {
  try {
    const same = await sameBytes(join(ROOT, 'models', name), () => run(name));
    if (same) console.log(`${name}: the same release, byte for byte`);
    return same;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

async function run(name: string): Promise<boolean> {
  const path = join(FOLDER, `${name}.ipynb`);
  const notebook = Notebook.parse(JSON.parse(readFileSync(path, 'utf8')));
  const kernel = await startKernel({
    env: { WATTMESH_NOTEBOOKS: values.quick ? 'quick' : 'full' },
    timeoutMs: CELL_TIMEOUT_MS,
  });
  const codeCells = notebook.cells.filter((cell) => cell.cell_type === 'code');
  try {
    for (const [index, cell] of codeCells.entries()) {
      const started = performance.now();
      const outputs = collectOutputs(withoutThisMachine);
      const { ok, count } = await kernel.execute(sourceOf(cell), outputs.hear);
      cell.outputs = [...outputs.list];
      cell.execution_count = count;
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      console.log(`${name} ${index + 1}/${codeCells.length} ${ok ? 'ok' : 'FAILED'} ${seconds} s`);
      if (ok) continue;
      console.error(`${sourceOf(cell)}\n\n${outputs.complaint}`);
      return false;
    }
  } finally {
    await kernel.stop();
  }
  if (!values.quick && !values.same) writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
  return true;
}

/** What a notebook shows is committed: where the project stands on this machine is not. */
function withoutThisMachine(text: string): string {
  return text.replaceAll(ROOT.replace(/\/$/, ''), '.');
}
