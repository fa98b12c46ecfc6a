// Gathers what the gateway serves as files into dist/assets: its own pages, and Swagger UI from its package. Run before anything reads the root wrangler.toml.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './root.ts';

const SWAGGER_UI = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE'];

export async function gatherAssets(root = ROOT): Promise<string> {
  const pages = join(root, 'workers', 'gateway', 'pages');
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const target = join(root, 'dist', 'assets');
  const folder = join(target, 'assets');
  await mkdir(join(folder, 'swagger-ui'), { recursive: true });
  await Promise.all([
    ...(await readdir(pages)).map((name) => bring(join(pages, name), join(folder, name))),
    ...SWAGGER_UI.map((name) => bring(join(swaggerUi, name), join(folder, 'swagger-ui', name))),
  ]);
  return target;
}

/** Whole or not at all: another start may be reading the same folder. */
async function bring(from: string, to: string): Promise<void> {
  const [wanted, standing] = await Promise.all([readFile(from), readFile(to).catch(() => null)]);
  if (standing?.equals(wanted)) return;
  const unfinished = `${to}.${process.pid}`;
  await writeFile(unfinished, wanted);
  await rename(unfinished, to);
}

if (process.argv[1] === import.meta.filename) console.log(await gatherAssets());
