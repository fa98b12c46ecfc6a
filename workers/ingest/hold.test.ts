import { expect, it } from 'vitest';
import { isHeldBack } from './hold.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
const slot = at('10:00');
const before = at('09:00');

it.each([
  ['while its inputs are on their way', { inputsMove: true, coveredUntil: before, now: at('10:05') }, true],
  ['no longer once they are there', { inputsMove: false, coveredUntil: before, now: at('10:05') }, false],
  ['not for one that is half an hour late', { inputsMove: true, coveredUntil: before, now: at('10:30') }, false],
  ['as long as it takes, the very first time', { inputsMove: true, coveredUntil: null, now: at('10:55') }, true],
  [
    'for nobody, the very first time, when all have failed',
    { inputsMove: false, coveredUntil: null, now: at('10:01') },
    false,
  ],
])('what is derived waits %s', (_, state, waits) => {
  expect(isHeldBack({ slot, ...state })).toBe(waits);
});
