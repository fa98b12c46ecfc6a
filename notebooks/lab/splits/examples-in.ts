// The examples whose step lies in one of these windows.
import type { TimeWindow } from '../../../data/time.ts';
import { type Examples, pick } from '../examples.ts';

export const examplesIn = (examples: Examples, windows: readonly TimeWindow[]): Examples =>
  pick(examples, (i) => windows.some(({ from, to }) => examples.validAt[i]! >= from && examples.validAt[i]! < to));
