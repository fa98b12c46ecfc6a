// One trainer beside one oracle: the question, and what is made of the answer.
import { z } from 'zod';
import type { Question } from './questions.ts';
import type { Rows } from './rows.ts';

export interface OracleTrial {
  readonly question: Question;
  /** A line of figures; throws where ours falls behind. */
  judge(answer: unknown): string;
}

export const Numbers = z.array(z.number());
const WORSE_BY_AT_MOST = 1.03;

export const optionsOf = ({ x, features, y }: Rows) => ({ x, features, target: y });

export function notWorse(metric: string, ours: number, theirs: number): string {
  const line = `${metric} ${ours.toPrecision(5)}, oracle ${theirs.toPrecision(5)}, ratio ${(ours / theirs).toFixed(3)}`;
  if (!(ours <= WORSE_BY_AT_MOST * theirs)) throw new Error(`${line}; want at most ${WORSE_BY_AT_MOST}`);
  return line;
}

export function within(what: string, got: number, want: number): string {
  if (!(got <= want)) throw new Error(`${what} is off by ${got.toExponential(1)}, want at most ${want}`);
  return `${what} off by ${got.toExponential(1)}`;
}

export const furthest = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number =>
  Math.max(...Array.from(ours, (value, i) => Math.abs(value - theirs[i]!)));
