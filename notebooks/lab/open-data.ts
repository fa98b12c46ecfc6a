// The facts a notebook works on: measured ones where this machine has them, else those of the project's simulator. Says which.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import type { Facts } from '../../models/history.ts';
import { type CanonicalFacts, readCanonicalCsv } from './canonical-csv.ts';
import type { Origin } from './origin.ts';
import { fromRoot } from './project.ts';

export type DatasetId = keyof typeof datasets;

/** `from` and `last` are those of the dataset that was named first: holidays are known for decades ahead. */
export interface OpenData extends CanonicalFacts {
  /** Which datasets, and who said so. */
  readonly description: string;
}

/** Folders that may hold measured data. */
export const dataFolders = (): string[] =>
  [process.env['WATTMESH_DATA'], '../shared/data'].filter((folder) => folder !== undefined).map(fromRoot);

/** Facts of all of them in one map. The one that is forecast comes first. From files where no origin is named. */
export async function openDatasets(
  ids: readonly [DatasetId, ...DatasetId[]],
  origin: Origin = fromFolder(canonicalFolder(ids)),
): Promise<OpenData> {
  const facts = new Map<string, Facts>();
  const opened: (CanonicalFacts & { readonly id: DatasetId })[] = [];
  for (const id of ids) {
    const definition: DatasetDefinition = datasets[id];
    const chunks: Uint8Array[] = [];
    for await (const chunk of origin.rows(definition)) chunks.push(chunk);
    const one = await readCanonicalCsv(definition, Buffer.concat(chunks));
    if (one.rows === 0) throw new Error(`there is no row of ${id}: want some in the window that was asked for`);
    for (const [key, series] of one.facts) facts.set(key, series);
    opened.push({ ...one, id });
  }
  const [first] = opened;
  if (!first) throw new Error('no dataset was named: want at least the one that is forecast');
  const hash = createHash('sha256');
  for (const { id, sha256 } of opened) hash.update(`${id} ${sha256}\n`);
  return {
    facts,
    sha256: hash.digest('hex'),
    rows: opened.reduce((sum, { rows }) => sum + rows, 0),
    from: first.from,
    last: first.last,
    sources: [...new Set(opened.flatMap(({ sources }) => sources))],
    simulated: opened.some(({ simulated }) => simulated),
    description: opened.map(({ id, sources }) => `${id} (${sources.join(', ')})`).join('; '),
  };
}

export function datasetNamed(id: string): DatasetDefinition {
  const found = Object.entries<DatasetDefinition>(datasets).find(([known]) => known === id)?.[1];
  if (!found) throw new Error(`no dataset ${id}; there are ${Object.keys(datasets).join(', ')}`);
  return found;
}

/** A folder of canonical files, named after their datasets. */
const fromFolder = (folder: string): Origin => ({
  rows: ({ id }) => createReadStream(join(folder, `${id}.csv`)),
});

/** Where the canonical file of a dataset stands, for those who look at it with SQL. */
export const canonicalCsv = (id: DatasetId): string => join(canonicalFolder([id]), `${id}.csv`);

/** A folder with a canonical file of each, made by `npm run data` when it is not there or no longer that of its sources. */
function canonicalFolder(ids: readonly DatasetId[]): string {
  const measured = dataFolders().find(existsSync);
  const home = fromRoot(join(process.env['WATTMESH_HOME'] ?? '.local', 'lab'));
  const folder = join(home, measured ? 'measured' : 'simulated');
  const makers = ['tools/data', 'tools/simulate'].map(fromRoot);
  const key = fingerprint(measured ? [measured, fromRoot('data'), ...makers] : makers);
  const stale = ids.filter((id) => !existsSync(join(folder, `${id}.csv`)) || keyOf(folder, id) !== key);
  if (stale.length === 0) return folder;
  if (!measured) console.log(`no measured data on this machine: simulating five years of ${stale.join(', ')}, once`);
  // What another folder had must not pass for this one's.
  for (const id of stale) rmSync(join(folder, `${id}.csv`), { force: true });
  const asked = measured ? ['import-shared', measured, folder] : ['simulate', folder];
  runData([...asked, '--only', stale.join(',')]);
  const missing = stale.find((id) => !existsSync(join(folder, `${id}.csv`)));
  if (missing)
    throw new Error(`${measured ?? 'the simulator'} has no ${missing}: there is no ${folder}/${missing}.csv`);
  mkdirSync(folder, { recursive: true });
  for (const id of stale) writeFileSync(join(folder, `${id}.key`), key);
  return folder;
}

function keyOf(folder: string, id: DatasetId): string | null {
  const path = join(folder, `${id}.key`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Makes no row, whatever it says. */
const BESIDE = /(\.test\.ts|\.md)$|fixtures|testing/;

/** Of what stands in the folders, by names, sizes and times: reading a hundred megabytes would take longer than using them. */
function fingerprint(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (BESIDE.test(name)) continue;
      const { size, mtimeMs } = statSync(join(folder, name));
      hash.update(`${folder} ${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** A command of its own: what it needs (the simulator, the gateway's header) is none of the lab's business. */
function runData(words: readonly string[]): void {
  const command = [fromRoot('tools/ensure.mjs'), fromRoot('tools/data.ts'), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: fromRoot('.'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run data -- ${words.join(' ')} failed: ${stderr}${stdout}`);
}
