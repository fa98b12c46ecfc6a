import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = import.meta.dirname;

it('are the only way to a dataset: a route with a list of its own would show facts about persons', () => {
  const readers = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      path.endsWith('.ts') &&
      !path.endsWith('.test.ts') &&
      readFileSync(join(FOLDER, path), 'utf8').includes('data/catalogue.gen.ts'),
  );
  expect(readers).toEqual(['definitions.ts']);
});
