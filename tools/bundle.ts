// One Worker as one module and the files beside it, as wrangler would upload it. Never writes to disk.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, resolve } from 'node:path';
import { build, type Plugin, stop } from 'esbuild';
import type { V4ModuleDefinition, V4ModuleRule } from 'miniflare';

/** For who leaves in the middle of a bundle: esbuild, which nobody asks any more, would fill the terminal with what its threads wait for. */
export const stopBundling: () => Promise<void> = stop;

export interface WorkerSource {
  readonly main: string;
  /** Which files are modules of their own (wasm, onnx, the papers of releases), as the Worker's wrangler.toml says. */
  readonly rules: readonly V4ModuleRule[];
  readonly define: Readonly<Record<string, string>>;
  /** Files that stand in for others, by their paths: a benchmark brings a release of its own. */
  readonly instead?: ReadonlyMap<string, string>;
}

export async function bundleWorker({
  main,
  rules,
  define,
  instead = new Map(),
}: WorkerSource): Promise<V4ModuleDefinition[]> {
  const files = new Map<string, V4ModuleDefinition>();
  const result = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', 'navigator.userAgent': '"Cloudflare-Workers"', ...define },
    // As every wrangler.toml says: what runs on one machine is what is uploaded. Names stay, for stack traces.
    minify: true,
    keepNames: true,
    logLevel: 'silent',
    external: ['cloudflare:*', 'node:*'],
    plugins: [bareBuiltins, separateModules(rules, files), standIns(instead)],
  });
  const code = result.outputFiles[0];
  if (!code) throw new Error(`esbuild gave nothing for ${main}`);
  return [{ type: 'ESModule', path: 'index.js', contents: code.text }, ...files.values()];
}

/** `crypto` means `node:crypto`: workerd knows only the second name. */
const bareBuiltins: Plugin = {
  name: 'bare-builtins',
  setup(build) {
    const names = new RegExp(`^(${builtinModules.filter((name) => !name.includes(':')).join('|')})$`);
    build.onResolve({ filter: names }, ({ path }) => ({ path: `node:${path}`, external: true }));
  },
};

function separateModules(rules: readonly V4ModuleRule[], files: Map<string, V4ModuleDefinition>): Plugin {
  const typeOf = (path: string) => rules.find((rule) => rule.include.some((glob) => endsAs(glob, path)))?.type;
  return {
    name: 'separate-modules',
    setup(build) {
      build.onResolve({ filter: /\.\w+(\?module)?$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        const type = typeOf(path);
        if (!type || pluginData === 'resolving') return undefined;
        const file = await build.resolve(path, { importer, resolveDir, kind, pluginData: 'resolving' });
        if (file.errors.length > 0) return { errors: file.errors };
        const contents = await readFile(file.path);
        const sha8 = createHash('sha256').update(contents).digest('hex').slice(0, 8);
        const name = `${sha8}-${basename(file.path)}`;
        files.set(name, {
          type,
          path: name,
          contents: type === 'Text' ? contents.toString('utf8') : new Uint8Array(contents),
        });
        return { path: `./${name}`, external: true };
      });
    },
  };
}

const standIns = (instead: ReadonlyMap<string, string>): Plugin => ({
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = instead.get(resolve(resolveDir, path));
      return file === undefined ? undefined : { path: file };
    });
  },
});

/** The globs of wrangler's rules are all of the form `**` + `/*.ext`, or `**` + `/name`. */
const endsAs = (glob: string, path: string): boolean => path.endsWith(glob.replace(/^\*\*(\/\*)?/, ''));
