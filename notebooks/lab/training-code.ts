// The sha256 of the code that trains a release: the cells of its notebook, and what they reach of our sources. Never of data, which has a hash of its own, nor of packages.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { z } from 'zod';
import { cellSources } from './cell-sources.ts';
import { fromRoot } from './project.ts';

const Cells = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) })),
});

/** What shows a release or writes it down: no byte of the graph comes from there. */
const AFTER_TRAINING = /\/notebooks\/lab\/(plots\/.*|markdown-table|release|training-code|energy)\.ts$/;

// Comments, types and line breaks do not count. Names are kept: esbuild picks short ones by how often letters occur, in types too.
const MINIFIED = {
  minifyWhitespace: true,
  minifySyntax: true,
  target: 'es2024',
  format: 'esm',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
} as const;

/** Of the notebook that is named after the model, as both stand now. The same sources anywhere give the same hash. */
export async function trainingSha256(model: string, root = fromRoot('.')): Promise<string> {
  const cells = await cellsOf(readFileSync(join(root, `notebooks/${model}.ipynb`), 'utf8'));
  const { outputFiles } = await build({
    stdin: { contents: cells.flatMap(importsOfLab).join(''), resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    packages: 'external',
    plugins: [reachedFrom(root, model)],
    ...MINIFIED,
    tsconfigRaw: {},
  });
  const hash = createHash('sha256').update(JSON.stringify(cells));
  for (const { contents } of outputFiles) hash.update(contents);
  return hash.digest('hex');
}

function cellsOf(notebook: string): Promise<string[]> {
  const code = Cells.parse(JSON.parse(notebook)).cells.filter(({ cell_type }) => cell_type === 'code');
  // An import that this cell does not use is there for the cells below it.
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  return Promise.all(
    code.map(async ({ source }) => {
      const { code } = await transform([source].flat().join(''), { ...MINIFIED, loader: 'ts', tsconfigRaw });
      return code;
    }),
  );
}

/** Exported again, so that nothing of what a cell imports is taken for unused. */
const importsOfLab = (cell: string): string[] =>
  Array.from(cell.matchAll(/import(\{[^}]*\}|\*as \w+) ?from"@wattmesh\/lab"/g), ([, names]) => {
    return `export ${names} from '@wattmesh/lab';\n`;
  });

/** The lab from its sources, of which a file that gives nothing leaves nothing. */
function reachedFrom(root: string, model: string): Plugin {
  const lab = cellSources(root).map((path) => `export * from './${path}';\n`);
  return {
    name: 'reached-from-cells',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /^@wattmesh\/lab$/ }, ({ path }) => ({ path, namespace: 'lab' }));
      onLoad({ filter: /.*/, namespace: 'lab' }, () => ({ contents: lab.join(''), resolveDir: root }));
      onResolve({ filter: /^\./ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === 'asked') return undefined;
        return { ...(await resolve(path, { ...from, pluginData: 'asked' })), sideEffects: false };
      });
      // Datasets count by the hash of their rows, other models not at all.
      onLoad({ filter: /\/data\/catalogue\.gen\.ts$/ }, () => ({ contents: 'export const datasets = {};' }));
      onLoad({ filter: /\/models\/catalogue\.gen\.ts$/ }, () => ({
        contents: [
          `import * as definition from './${model}/model.ts';`,
          `export const models = { '${model}': definition }, FEATURE_SHA256 = {};`,
        ].join('\n'),
        resolveDir: join(root, 'models'),
      }));
      onLoad({ filter: AFTER_TRAINING }, ({ path }) => ({ contents: namesAlone(readFileSync(path, 'utf8')) }));
    },
  };
}

/** A module with the same exports and nothing in them. */
const namesAlone = (source: string): string =>
  Array.from(source.matchAll(/^export (?:async )?(?:const|function) (\w+)/gm), ([, name]) => {
    return `export const ${name} = null;`;
  }).join('\n');
