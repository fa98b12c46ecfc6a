// The sha256 of the code that makes a model's features: its module graph, bundled and minified. Imports count; comments, types and paths do not.
import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { ROOT } from './root.ts';

/** `root` is the project's; the same sources anywhere give the same hash. */
export async function featureSha256(id: string, root = ROOT): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`./models/${id}/model.ts`],
    absWorkingDir: root,
    bundle: true,
    // Not the identifiers: esbuild picks short names by how often letters occur in the source, types included.
    minifyWhitespace: true,
    minifySyntax: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2024',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    // A tsconfig found above the folder must not change the hash.
    tsconfigRaw: {},
  });
  const [code] = outputFiles;
  if (!code) throw new Error(`esbuild gave nothing for models/${id}/model.ts`);
  return createHash('sha256').update(code.contents).digest('hex');
}
