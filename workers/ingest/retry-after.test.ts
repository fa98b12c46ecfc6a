import { expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after.ts';

const now = Date.UTC(2026, 10, 21, 10, 0, 0);

it('reads seconds and HTTP dates, and nothing else', () => {
  expect(retryAfterSeconds('120', now)).toBe(120);
  expect(retryAfterSeconds(' 0 ', now)).toBe(0);
  expect(retryAfterSeconds('Sat, 21 Nov 2026 10:01:30 GMT', now)).toBe(90);
  expect(retryAfterSeconds('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
  expect(retryAfterSeconds(null, now)).toBeNull();
  expect(retryAfterSeconds('-5', now)).toBeNull();
  expect(retryAfterSeconds('1.5', now)).toBeNull();
  expect(retryAfterSeconds('soon', now)).toBeNull();
  expect(retryAfterSeconds('21 Nov 2026', now)).toBeNull();
});
