import { expect, it } from 'vitest';
import type { RowPage } from '../../db/queries/read-rows.ts';
import { ok } from '../mesh/result.ts';
import { exportOf } from './export.ts';

const PAGES: Readonly<Record<string, RowPage>> = {
  first: { rows: [{ n: 1 }, { n: 2 }], next: 'second' },
  second: { rows: [{ n: 3 }], next: null },
};

function started({ failing = false } = {}) {
  const read: string[] = [];
  const broken: unknown[] = [];
  const { body, over } = exportOf({
    first: PAGES['first']!,
    more: async (cursor) => {
      read.push(cursor);
      if (failing) throw new Error('the database went away');
      return ok(PAGES[cursor]!);
    },
    head: 'n\n',
    line: (row) => `${row['n']}\n`,
    broken: (error) => broken.push(error),
  });
  return { body, over, read, broken };
}

it('writes the head once, then every page in order', async () => {
  const { body, over } = started();
  expect(await new Response(body).text()).toBe('n\n1\n2\n3\n');
  await over;
});

it('reads a page ahead, not all of them', async () => {
  const { body, read } = started();
  const reader = body.getReader();
  await reader.read();
  expect(read).toEqual(['second']);
});

it('breaks off when a page cannot be read: a part must not look like the whole', async () => {
  const { body, over, broken } = started({ failing: true });
  await expect(new Response(body).text()).rejects.toThrow('the database went away');
  await over;
  expect(broken).toHaveLength(1);
});

it('is over when whoever reads it leaves', async () => {
  const { body, over } = started();
  await body.cancel();
  await over;
});

it('says head and nothing else when there are no rows', async () => {
  const { body } = exportOf({
    first: { rows: [], next: null },
    more: () => Promise.reject(new Error('not asked')),
    head: 'n\n',
    line: () => 'never',
    broken: () => {},
  });
  expect(await new Response(body).text()).toBe('n\n');
});
