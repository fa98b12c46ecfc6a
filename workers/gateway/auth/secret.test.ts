import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { matches, splitApiKey } from './secret.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('knows a secret by its hash', async () => {
  expect(await matches('s3cret', sha256('s3cret'))).toBe(true);
  expect(await matches('s3cret ', sha256('s3cret'))).toBe(false);
  expect(await matches('s3cret', sha256('s3cret').slice(0, 32))).toBe(false);
  expect(await matches('', sha256('s3cret'))).toBe(false);
});

it('splits at the first dot', () => {
  expect(splitApiKey('alice.s3.cret')).toEqual({ client: 'alice', secret: 's3.cret' });
});

it.each([
  '',
  '.',
  'alice',
  'alice.',
  '.secret',
  'al ice.secret',
  'alice\u0000.secret',
  `alice.${'x'.repeat(300)}`,
  `${'x'.repeat(65)}.secret`,
])('finds no key in %o', (key) => {
  expect(splitApiKey(key)).toBeNull();
});
