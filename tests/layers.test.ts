// The shape of the tree: data < models < db < workers, pure cores, one name for one thing.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entriesUnder, ROOT, sourceFiles } from './source.ts';

const files = sourceFiles();
const isTest = (path: string) => path.endsWith('.test.ts');
const sources = files.filter(({ path }) => !isTest(path));
const within = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** What the files of a folder may import, of ours. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  data: ['data'],
  models: ['data', 'models'],
  db: ['data', 'models', 'db'],
  workers: ['data', 'models', 'db', 'workers'],
  notebooks: ['data', 'models', 'db', 'notebooks'],
};
const LAYERS = ['data', 'models', 'db', 'workers', 'notebooks', 'tools', 'tests'];

const importsBetween = (allowed: (from: string, to: string) => boolean) =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter((to) => LAYERS.some((layer) => within(to, layer)) && !allowed(path, to))
      .map((to) => `${path} imports ${to}`),
  );

it('sees the project it judges', () => {
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['data/dataset.ts', 'models/model.ts', 'db/schema.ts', 'workers/mesh/contracts.ts']),
  );
  expect(files.find(({ path }) => path === 'models/model.ts')?.imports).toContain('data/dataset.ts');
});

it('lets a layer import only what lies below it', () => {
  const layerOf = (path: string) => path.slice(0, path.indexOf('/'));
  expect(importsBetween((from, to) => MAY_IMPORT[layerOf(from)]?.includes(layerOf(to)) ?? true)).toEqual([]);
});

it('keeps Workers apart: they share workers/mesh and call each other through service bindings', () => {
  const workerOf = (path: string) => (within(path, 'workers') ? path.split('/')[1] : undefined);
  expect(
    importsBetween((from, to) => {
      const [caller, called] = [workerOf(from), workerOf(to)];
      return !caller || !called || caller === called || called === 'mesh';
    }),
  ).toEqual([]);
});

it('keeps data and models pure: no platform, no clock, no chance, no network', () => {
  const pure = sources.filter(({ path }) => within(path, 'data') || within(path, 'models'));
  expect(pure.length).toBeGreaterThan(10);
  const stains = pure.flatMap(({ path, imports, impurities }) => [
    ...imports.filter((name) => /^(node|cloudflare):/.test(name)).map((name) => `${path} imports ${name}`),
    ...impurities.map((use) => `${path} uses ${use}`),
  ]);
  expect(stains).toEqual([]);
});

it('has no barrels', () => {
  expect(sources.filter(({ path, barrel }) => barrel && !path.endsWith('.gen.ts')).map(({ path }) => path)).toEqual([]);
});

it('has no drawer for things without a name', () => {
  const drawers = entriesUnder('.').filter((path) =>
    /(^|\/)(utils?|helpers?|common|lib|misc|shared)(\.ts)?$/.test(path),
  );
  expect(drawers).toEqual([]);
});

it('says in the first line of each file what it is', () => {
  expect(sources.filter(({ firstLine }) => !/^\/\/ \S|^\/\*\*/.test(firstLine)).map(({ path }) => path)).toEqual([]);
});

it('has nothing at the top but what the architecture names', () => {
  const allowed = new Set(
    `workers notebooks db models data tests tools docs wrangler.toml package.json README.md
     CONTRIBUTING.md LICENSE package-lock.json tsconfig.json tsconfig.node.json tsconfig.tests.json vitest.config.ts drizzle.config.ts
     biome.json .gitignore .gitattributes .editorconfig .npmrc .node-version .github .ci
     node_modules .git .local .wrangler dist coverage`.split(/\s+/),
  );
  expect(committedAtTheTop().filter((name) => !allowed.has(name))).toEqual([]);
});

/** What lies beside it on somebody's own machine is theirs: a file to send, a dump. */
function committedAtTheTop(): readonly string[] {
  if (!existsSync(join(ROOT, '.git'))) return readdirSync(ROOT);
  const paths = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
  return [...new Set(paths.map((path) => path.split('/')[0] ?? ''))];
}
