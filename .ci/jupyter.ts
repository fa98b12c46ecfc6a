// Every notebook in real Jupyter, as a data scientist runs it: nbconvert executes it with the kernel that tslab installs. On the quick window.
import { readdirSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildLab } from '../tools/build-lab.ts';
import { Notebook } from '../tools/jupyter/notebook.ts';
import { ROOT } from '../tools/root.ts';
import type { Count } from './count.ts';

// tslab's installer wants IPython.
const JUPYTER = ['nbconvert==7.17.2', 'nbclient==0.11.0', 'jupyter_client==8.10.0', 'ipython==9.18.1'];

export async function jupyterSuite({
  scratch,
  command,
}: {
  readonly scratch: string;
  readonly command: (program: string, args: readonly string[], cwd?: string) => Promise<number>;
}): Promise<Count> {
  const venv = join(scratch, 'jupyter-venv');
  const python = (name: string) => join(venv, 'bin', name);
  const must = async (program: string, ...args: readonly string[]): Promise<void> => {
    const code = await command(program, args);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
  };
  await must('python3', '-m', 'venv', venv);
  await must(python('pip'), 'install', '--quiet', '--disable-pip-version-check', ...JUPYTER);
  const tslab = join(ROOT, 'node_modules/.bin/tslab');
  await must(tslab, 'install', '--python', python('python'), '--prefix', venv, '--binary', tslab);
  await buildLab();

  const executed = join(scratch, 'jupyter');
  await mkdir(executed);
  let passed = 0;
  const failures: string[] = [];
  for (const name of readdirSync(join(ROOT, 'notebooks')).filter((file) => file.endsWith('.ipynb'))) {
    const began = performance.now();
    const code = await command('env', [
      'WATTMESH_NOTEBOOKS=quick',
      python('jupyter'),
      'nbconvert',
      '--log-level=WARN',
      '--to=notebook',
      '--execute',
      `--output-dir=${executed}`,
      join(ROOT, 'notebooks', name),
    ]);
    const complaint = code === 0 ? await complaintOf(join(executed, name)) : `nbconvert ended with ${code}`;
    if (complaint) failures.push(`${name}: ${complaint}`);
    else passed++;
    console.log(`${complaint ? '×' : '✓'} ${name} ${((performance.now() - began) / 1000).toFixed(0)} s ${complaint}`);
  }
  return { passed, failures };
}

/** tslab tells of type errors and throws on stderr: to nbconvert such a cell is done. */
async function complaintOf(path: string): Promise<string> {
  const { cells } = Notebook.parse(JSON.parse(await readFile(path, 'utf8')));
  return cells
    .flatMap(({ outputs = [] }) => outputs)
    .filter(({ output_type, name }) => output_type === 'error' || name === 'stderr')
    .map((output) => JSON.stringify(output['text'] ?? output))
    .join('\n');
}
