// Builds @wattmesh/lab for notebook cells: one CommonJS file and declarations that the kernel's older TypeScript can read. Run by `npm run notebooks`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BESIDE_THE_LAB, cellSources } from '../notebooks/lab/cell-sources.ts';
import { catalogues } from './catalogues.ts';
import { ROOT } from './root.ts';

const DIST = join(ROOT, 'notebooks/lab/dist');

export const LAB_BUNDLE = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  // A thread is started from the file that starts it: in a bundle, the bundle.
  define: { 'import.meta.filename': '__filename' },
} as const;

export async function buildLab(): Promise<void> {
  await refuseStaleCatalogues();
  rmSync(DIST, { recursive: true, force: true });
  const files = cellSources(ROOT);
  refuseTwins(files);
  const { warnings } = await build({
    stdin: {
      contents: files.map((path) => `export * from './${path}';`).join('\n'),
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile: join(DIST, 'index.cjs'),
    absWorkingDir: ROOT,
    ...LAB_BUNDLE,
    logLevel: 'silent',
  });
  // Two files that export one name would both lose it.
  const lost = warnings.map(({ text }) => text);
  if (lost.length > 0) throw new Error(`@wattmesh/lab: ${lost.join('; ')}`);
  declare(files);
}

/** A release says the hash of the features it was trained with: the hash and the code must be of the same moment. */
async function refuseStaleCatalogues(): Promise<void> {
  const bundled = (await catalogues()).filter(({ path }) => BESIDE_THE_LAB.some((beside) => beside === path));
  const stale = bundled.filter(({ path, text }) => readFileSync(join(ROOT, path), 'utf8') !== `${text}\n`);
  if (stale.length > 0) throw new Error(`${stale.map(({ path }) => path).join(', ')}: stale. Run: npm run generate`);
}

/** Types that two files export are lost as values are, and nobody warns of them. */
function refuseTwins(files: readonly string[]): void {
  const homes = new Map<string, string>();
  for (const path of files) {
    const source = readFileSync(join(ROOT, path), 'utf8');
    for (const [, name = ''] of source.matchAll(/^export (?:interface|type) (\w+)/gm)) {
      const other = homes.get(name);
      if (other) throw new Error(`@wattmesh/lab: ${other} and ${path} both export the type ${name}: rename one`);
      homes.set(name, path);
    }
  }
}

function declare(files: readonly string[]): void {
  const config = join(DIST, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: DIST,
    rootDir: ROOT,
  };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.node.json'),
      compilerOptions,
      files: files.map((path) => join(ROOT, path)),
      include: [],
    }),
  );
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' });
  // Another run may have begun to build anew.
  rmSync(config, { force: true });
  if (status !== 0) throw new Error(`tsc could not declare @wattmesh/lab:\n${stdout}${stderr}`);
  for (const path of readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.d.ts'),
  )) {
    const file = join(DIST, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1'));
  }
  writeFileSync(
    join(DIST, 'index.d.ts'),
    files.map((path) => `export * from './${path.replace(/\.ts$/, '')}';\n`).join(''),
  );
}

if (process.argv[1] === import.meta.filename) await buildLab();
