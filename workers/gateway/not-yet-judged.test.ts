import { expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import { boardNote } from './not-yet-judged.ts';

it('a board of the simulated world says so of a model that learnt from measured facts, and where its own figures stand', () => {
  expect(boardNote(models['load-day-ahead'], true)).toBe(
    'The release was made from measured facts and answers here about simulated ones: these figures are of the simulator, and so is what others publish. How good the release was over measured facts stands in `metrics` of GET /v1/models/load-day-ahead.',
  );
});

it('a board of measured facts needs no note', () => {
  expect(boardNote(models['load-day-ahead'], false)).toBeNull();
});
