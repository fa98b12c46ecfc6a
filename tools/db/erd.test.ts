import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { ROOT } from '../root.ts';
import { schemaDocuments } from './erd.ts';
import { erDiagram } from './mermaid.ts';

let database: TestDatabase;
let documents: Awaited<ReturnType<typeof schemaDocuments>>;
beforeAll(async () => {
  database = await testDatabase();
  documents = await schemaDocuments(database.ownerUrl);
});
afterAll(() => database.drop());

it.each(['docs/data-model.md', 'docs/data-dictionary.md'])('%s says what the database is', (path) => {
  const want = documents.find((document) => document.path === path)?.text;
  expect(readFileSync(join(ROOT, path), 'utf8'), 'stale: npm run db -- erd').toBe(want);
});

/** The grammar of Mermaid's erDiagram, as far as we use it. */
const LINES = [
  /^erDiagram$/,
  /^ {4}\w+$/,
  /^ {4}\w+ \{$/,
  /^ {8}[A-Za-z][A-Za-z0-9_[\]()-]* \w+( (PK|FK|UK)(, (PK|FK|UK))*)?( "[^"\n]*")?$/,
  /^ {4}\}$/,
  /^ {4}\w+ \|\|(--|\.\.)o[{|] \w+ : "[^"\n]+"$/,
];
const diagrams = () =>
  [...(documents[0]?.text ?? '').matchAll(/```mermaid\n(.*?)\n```/gs)].map(([, text]) => (text ?? '').split('\n'));

describe('the diagrams', () => {
  it('are in the grammar of Mermaid, line by line, with every brace closed', () => {
    expect(diagrams().length).toBeGreaterThan(6);
    for (const lines of diagrams()) {
      expect(lines.filter((line) => !LINES.some((form) => form.test(line)))).toEqual([]);
      expect(lines[0]).toBe('erDiagram');
      const braces = lines.filter((line) => / \{$|^ {4}\}$/.test(line)).map((line) => line.endsWith('{'));
      expect(braces).toEqual(braces.map((_, i) => i % 2 === 0));
    }
  });

  it('draw every bond between things that are drawn', () => {
    for (const lines of diagrams()) {
      const drawn = new Set(lines.flatMap((line) => /^ {4}(\w+)( \{)?$/.exec(line)?.[1] ?? []));
      const bound = lines.flatMap((line) => (/^ {4}(\w+) \|\|.*[{|] (\w+) :/.exec(line) ?? []).slice(1));
      expect(bound.filter((name) => !drawn.has(name))).toEqual([]);
    }
  });

  it('keep their form whatever a column is called', () => {
    const attributes = [{ type: 'numeric(5,2)', name: 'so-called', comment: 'a "quoted"\nword' }];
    const [, , , attribute] = erDiagram([{ name: 'a table', attributes }], []).split('\n');
    expect(attribute).toBe('        numeric(5_2) so_called "a  quoted  word"');
  });
});

it('the dictionary knows the unit, the range, the part and the readers of a column', () => {
  const text = documents[1]?.text ?? '';
  expect(text).toContain(
    '| `load_mw` | integer | MW | yes | 0 to 130000 | Electricity consumed, MW. Pumping and battery charging are not in it. |  | load |',
  );
  expect(text).toContain(
    '| `area` | text |  | no |  | Where: FR, or a region as ISO 3166-2. Corsica is not covered. | primary key |  |',
  );
  const consumption = text.slice(
    text.indexOf('### consumption'),
    text.indexOf('| column', text.indexOf('### consumption')),
  );
  expect(consumption).toContain('ingest (select, insert, update)');
  expect(consumption).not.toContain('analyst');
});

it('the dictionary leaves no column without a meaning', () => {
  const columns = [
    ...(documents[1]?.text ?? '').matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]*) \| (yes|no) \| ([^|]*) \| ([^|]*) \|/gm),
  ];
  expect(columns.length).toBeGreaterThan(150);
  expect(columns.filter(([, , , , , , meaning]) => !/\S/.test(meaning ?? '')).map(([, name]) => name)).toEqual([]);
});
