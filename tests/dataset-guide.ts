// The dataset that data/README.md makes step by step, made from its code blocks in a scratch folder beside links to our own files. Never in data/.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatasetDefinition } from '../data/dataset.ts';
import { ROOT } from './source.ts';

/** In the order of the guide: three files, and two pieces for a shell. */
const FILES = ['table.ts', 'sources/harbour-office.ts', 'dataset.ts'];

export interface GuidedDataset {
  /** Holds `data/`, and is to be removed by whoever asked for it. */
  readonly scratch: string;
  readonly folder: string;
}

export function followGuide(): GuidedDataset {
  const guide =
    readFileSync(join(ROOT, 'data/README.md'), 'utf8').split('\n## Add a dataset in ten minutes\n')[1] ?? '';
  const blocks = [...guide.matchAll(/^ {3}```(ts|sh)\n(.*?)^ {3}```$/gms)].map(([, language, text = '']) => ({
    language,
    text: text.replaceAll(/^ {3}/gm, ''),
  }));
  const code = blocks.filter(({ language }) => language === 'ts');
  const [fixtures, readme] = blocks.filter(({ language }) => language === 'sh');
  if (code.length !== FILES.length || !fixtures || !readme)
    throw new Error(
      `the guide of data/README.md has ${code.length} files, want ${FILES.length}, fixtures and a README`,
    );

  // Compilers and Node speak of files by their real names.
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'wattmesh-guide-')));
  const folder = join(scratch, 'data/tide');
  mkdirSync(join(folder, 'sources'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'data')).filter((name) => /^[\w-]+\.ts$/.test(name)))
    symlinkSync(join(ROOT, 'data', name), join(scratch, 'data', name));
  for (const [i, { text }] of code.entries()) writeFileSync(join(folder, FILES[i] ?? ''), text);
  for (const { text } of [fixtures, readme])
    execFileSync('sh', ['-ec', text], { cwd: scratch, stdio: ['ignore', 'ignore', 'inherit'] });
  return { scratch, folder };
}

export async function definitionOf({ folder }: GuidedDataset): Promise<DatasetDefinition> {
  const { tide }: { tide: DatasetDefinition } = await import(pathToFileURL(join(folder, 'dataset.ts')).href);
  return tide;
}
