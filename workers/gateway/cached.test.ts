import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { etagOf, keep } from './cached.ts';
import type { Gateway } from './env.ts';

const app = new Hono<Gateway>().get('/', (c) =>
  keep(c, { body: '{}', type: 'application/json', etag: '"abc"', cacheControl: 'private, no-cache', vary: 'Accept' }),
);
const ask = (tag?: string) => app.request('/', tag === undefined ? {} : { headers: { 'If-None-Match': tag } });

it.each(['"abc"', 'W/"abc"', '"x", "abc"', '*'])('answers 304 without a body to who has %s', async (tag) => {
  const response = await ask(tag);
  expect(response.status).toBe(304);
  expect(await response.text()).toBe('');
  expect(response.headers.get('ETag')).toBe('"abc"');
  expect(response.headers.get('Vary')).toBe('Accept');
});

it.each([undefined, '"abcd"', 'abc', ''])('answers in full to who has %o', async (tag) => {
  const response = await ask(tag);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('{}');
});

it('gives another tag to other bytes', async () => {
  expect(await etagOf('{"a":1}')).toBe(await etagOf('{"a":1}'));
  expect(await etagOf('{"a":1}')).not.toBe(await etagOf('{"a":2}'));
});
