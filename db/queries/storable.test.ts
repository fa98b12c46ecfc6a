import { expect, it } from 'vitest';
import { storable, storableJson } from './storable.ts';

it('replaces what Postgres has no text for, and nothing else', () => {
  expect(storable('T0\u000001 \ud83d é')).toBe('T0\uFFFD01 \uFFFD é');
  expect(storableJson({ rows: 2, rejected: [{ reason: 'a\u0000b', where: null }], places: { 'T\u00001': 1 } })).toEqual(
    {
      rows: 2,
      rejected: [{ reason: 'a\uFFFDb', where: null }],
      places: { 'T\uFFFD1': 1 },
    },
  );
});

it('takes a report that is not there for what it is', () => {
  expect(storableJson(null)).toBeNull();
});
