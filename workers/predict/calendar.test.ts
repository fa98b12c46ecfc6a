// The calendar in Node: the same fifteen years to the bit as in workerd.
import { expect, it } from 'vitest';
import { CALENDAR_DIGEST, calendarDigest } from './calendar-bits.ts';

it('reads every hour from 2016 to 2030 as in the other runtime', async () => {
  expect(await calendarDigest()).toBe(CALENDAR_DIGEST);
});
