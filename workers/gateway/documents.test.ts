// The routes that the documents name are routes that the gateway describes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inProcess } from './testing/in-process.ts';
import { type OpenApi, operationOf } from './testing/interface.ts';

const { ask } = inProcess();
const document: OpenApi = await (await ask('/openapi.json')).json();

it.each(['from-the-five-projects.md', 'privacy.md'])('docs/%s', (file) => {
  const text = readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8');
  const named = [...text.matchAll(/`(GET|POST) (\/[\w/{}-]*)/g)].map(([, method = '', path = '']) => ({
    method,
    path: path.replace('{id}/rows', 'consumption/rows'),
  }));
  // Rows have a route of their own for each dataset. The table of short routes says on its left what is not here.
  const theirs = ['/conso', '/stats', '/predict'];
  const unknown = named
    .filter(({ path }) => !theirs.includes(path))
    .filter(({ method, path }) => !document.paths[path] && !operationOf(document, method, path));
  expect(unknown).toEqual([]);
  if (file.startsWith('from')) expect(named.length).toBeGreaterThan(10);
});
