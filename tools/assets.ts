// Gathers what the gateway serves as files into dist/assets: its own pages, and Swagger UI from its package. Run before anything reads the root wrangler.toml.
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './root.ts';

const SWAGGER_UI = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE'];

export async function gatherAssets(root = ROOT): Promise<string> {
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const target = join(root, 'dist', 'assets');
  await mkdir(join(target, 'assets', 'swagger-ui'), { recursive: true });
  await cp(join(root, 'workers', 'gateway', 'pages'), join(target, 'assets'), { recursive: true });
  for (const name of SWAGGER_UI) await cp(join(swaggerUi, name), join(target, 'assets', 'swagger-ui', name));
  return target;
}

if (process.argv[1] === import.meta.filename) console.log(await gatherAssets());
