// The project's own TypeScript as syntax trees: what each file imports and which globals it reaches for. Reads, never judges.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseAst } from 'vitest/node';

export const ROOT = join(import.meta.dirname, '..');

/** Made by commands and by git, or somebody else's. */
const NOT_OURS = new Set(['node_modules', '.git', '.local', '.wrangler', 'dist', 'coverage']);

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly firstLine: string;
  /** Relative ones resolved to a path from the root; packages as written. */
  readonly imports: readonly string[];
  /** `fetch(…)`, `Date.now`, `new Date()`: what depends on more than the arguments. */
  readonly impurities: readonly string[];
  /** Holds nothing but `export … from`. */
  readonly barrel: boolean;
}

/** Every entry of a folder that belongs to the project, as paths from the root. */
export function entriesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? [path, ...entriesUnder(path)] : [path];
    });
}

export function sourceFiles(): SourceFile[] {
  return entriesUnder('.')
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const nodes = [...nodesOf(parseAst(text, { lang: 'ts' }))];
  const body = nodes[0]?.['body'];
  return {
    path,
    lines: text.split('\n').length - 1,
    firstLine: text.slice(0, text.indexOf('\n')),
    imports: nodes.flatMap((node) => importOf(path, node)),
    impurities: nodes.flatMap(impurityOf),
    barrel:
      Array.isArray(body) && body.length > 0 && body.every((statement) => isNode(statement) && isReExport(statement)),
  };
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodesOf(child);
  }
}

const isReExport = ({ type, source }: Node): boolean =>
  (type === 'ExportAllDeclaration' || type === 'ExportNamedDeclaration') && isNode(source);

const IMPORTS = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'TSImportType',
]);

function importOf(path: string, { type, source }: Node): string[] {
  if (!IMPORTS.has(type) || !isNode(source) || typeof source['value'] !== 'string') return [];
  const name = source['value'];
  return [name.startsWith('.') ? posix.join(posix.dirname(path), name) : name];
}

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && typeof node['name'] === 'string' ? node['name'] : undefined;

const IMPURE_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'queueMicrotask']);
const IMPURE_OBJECTS = new Set(['Intl', 'process', 'console', 'performance', 'globalThis', 'crypto']);
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random']);

function impurityOf(node: Node): string[] {
  if (node.type === 'CallExpression') {
    const name = nameOf(node['callee']);
    return name && IMPURE_CALLS.has(name) ? [`${name}(…)`] : [];
  }
  if (node.type === 'NewExpression') {
    const noArguments = Array.isArray(node['arguments']) && node['arguments'].length === 0;
    return nameOf(node['callee']) === 'Date' && noArguments ? ['new Date()'] : [];
  }
  if (node.type !== 'MemberExpression') return [];
  const [object, property] = [nameOf(node['object']), nameOf(node['property'])];
  if (property?.startsWith('toLocale')) return [`.${property}`];
  const impure = object && (IMPURE_OBJECTS.has(object) || IMPURE_MEMBERS.has(`${object}.${property}`));
  return impure ? [`${object}.${property}`] : [];
}
