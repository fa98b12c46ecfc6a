// What the documents point at is there: files by link or by name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { entriesUnder, ROOT } from './source.ts';

const FILES = entriesUnder('.').filter((path) => path.endsWith('.md'));
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

it.each(FILES)('%s links to files that are there', (file) => {
  const links = [...textOf(file).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))).toEqual([]);
});

// A README may speak of what its reader is to make.
it.each(FILES.filter((file) => file.startsWith('docs/')))('%s names files that are there', (file) => {
  const named = [...textOf(file).matchAll(/`((?:data|db|models|workers|tools|docs|notebooks)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
