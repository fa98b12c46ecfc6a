import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('writes nothing for nothing, and 0 for 0', () => {
  expect(csvLine(['FR', 0, null, undefined, false])).toBe('FR,0,,,false\r\n');
});

it('quotes what would break a line apart', () => {
  expect(csvLine(['a,b', 'say "no"', 'two\nlines'])).toBe('"a,b","say ""no""","two\nlines"\r\n');
});
