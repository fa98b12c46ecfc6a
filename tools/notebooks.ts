// npm run notebooks [-- name…] [--quick | --same]: executes notebooks headlessly and writes their outputs back. Exits 1 on a type error or a throw.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLab } from './build-lab.ts';
import { command, NotUnderstood } from './command.ts';
import { type Kernel, startKernel } from './jupyter/kernel.ts';
import { collectOutputs, Notebook, sourceOf } from './jupyter/notebook.ts';
import { ROOT } from './root.ts';
import { sameBytes } from './same-bytes.ts';
import { whenAskedToStop } from './start/asked.ts';

const CELL_TIMEOUT_MS = 10 * 60_000;
const STOPPED = 130;
const FOLDER = join(ROOT, 'notebooks');

const USAGE = `npm run notebooks [-- <name>…]     executes all notebooks, or these, and writes their outputs and releases back
  --quick   a small window and few trees, to see that every cell runs: writes neither outputs nor a release
  --same    in full, to see that the graph comes out byte for byte as it stands, and its papers with what they say: writes no outputs`;

type Mode = 'full' | 'quick' | 'same';

let running: Kernel | undefined;
let isAskedToStop = false;
// Without its kernel the notebook fails, and what --same has set aside comes back.
whenAskedToStop({
  stop() {
    isAskedToStop = true;
    void running?.stop();
  },
  force: () => process.exit(STOPPED),
});

await command({
  name: 'notebooks',
  usage: USAGE,
  options: { quick: { type: 'boolean', default: false }, same: { type: 'boolean', default: false } },
  async run({ values: { quick, same }, positionals }) {
    const known = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.ipynb'))
      .map((name) => name.replace(/\.ipynb$/, ''));
    const stranger = positionals.find((name) => !known.includes(name));
    if (stranger) throw new NotUnderstood(`no notebook ${stranger}; there are ${known.join(', ')}`);
    if (same && (quick || positionals.length === 0))
      throw new NotUnderstood('--same trains in full and takes minutes: name the models, without --quick');
    // The lab finds its data from where it is started.
    process.chdir(ROOT);
    await buildLab();
    for (const name of positionals.length > 0 ? positionals : known) {
      if (isAskedToStop) break;
      const isGood = same ? await isSame(name) : await execute(name, quick ? 'quick' : 'full');
      if (!isGood) process.exitCode = 1;
    }
    if (isAskedToStop) process.exitCode = STOPPED;
  },
});

async function isSame(name: string): Promise<boolean> {
  try {
    const same = await sameBytes(join(ROOT, 'models', name), () => execute(name, 'same'));
    if (same) console.log(`${name}: the same release, byte for byte`);
    return same;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

async function execute(name: string, mode: Mode): Promise<boolean> {
  const path = join(FOLDER, `${name}.ipynb`);
  const notebook = Notebook.parse(JSON.parse(readFileSync(path, 'utf8')));
  const kernel = await startKernel({
    env: { WATTMESH_NOTEBOOKS: mode === 'quick' ? 'quick' : 'full' },
    timeoutMs: CELL_TIMEOUT_MS,
  });
  running = kernel;
  const codeCells = notebook.cells.filter((cell) => cell.cell_type === 'code');
  try {
    for (const [index, cell] of codeCells.entries()) {
      if (isAskedToStop) return stopped(name);
      const started = performance.now();
      const outputs = collectOutputs(withoutThisMachine);
      const { ok, count } = await kernel.execute(sourceOf(cell), outputs.hear);
      cell.outputs = [...outputs.list];
      cell.execution_count = count;
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      console.log(`${name} ${index + 1}/${codeCells.length} ${ok ? 'ok' : 'FAILED'} ${seconds} s`);
      if (mode === 'full') for (const release of outputs.releases) console.log(`${name} wrote ${release}`);
      if (ok) continue;
      console.error(`${sourceOf(cell)}\n\n${outputs.complaint}`);
      return false;
    }
  } catch (error) {
    if (isAskedToStop) return stopped(name);
    throw error;
  } finally {
    running = undefined;
    await kernel.stop();
  }
  if (mode === 'full') writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
  return true;
}

function stopped(name: string): false {
  console.error(`${name} was stopped: nothing of it is kept`);
  return false;
}

/** What a notebook shows is committed: where the project stands on this machine is not. */
function withoutThisMachine(text: string): string {
  return text.replaceAll(ROOT.replace(/\/$/, ''), '.');
}
