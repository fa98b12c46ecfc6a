import { expect, it } from 'vitest';
import { type Answered, areAll200, statusesOf } from './questions.ts';

const answered = (status: number): Answered => ({
  question: 'forecast',
  askedAt: 0,
  answeredAt: 1,
  status,
  rows: [],
});

it('is all 200 where every answer is, and nobody is where none was asked', () => {
  expect(areAll200([answered(200), answered(200)])).toBe(true);
  expect(statusesOf([answered(200), answered(200)])).toBe('2 answers, all 200');
  expect(areAll200([])).toBe(false);
});

it('is not all 200 where the first answer was refused, or one never came', () => {
  expect(areAll200([answered(503), answered(200), answered(200)])).toBe(false);
  expect(areAll200([answered(200), answered(0)])).toBe(false);
  expect(statusesOf([answered(503), answered(200), answered(0)])).toBe('3 answers, 1 of 503, 1 of no answer');
});
