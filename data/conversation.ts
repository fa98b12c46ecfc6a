// What a source would ask, given the answers it would hear: a conversation without a network, for tests and for looking.
import type { Answer, Question, Source } from './dataset.ts';
import type { TimeWindow } from './time.ts';

/** `answers` are given to the questions that want JSON, in order; data is always said to be well. */
export function questionsOf(
  source: Source,
  window: TimeWindow,
  secret: (name: string) => string,
  answers: readonly Answer[],
): Question[] {
  const left = [...answers];
  const questions: Question[] = [];
  const conversation = source.fetch(window, secret);
  for (let turn = conversation.next(); !turn.done; ) {
    questions.push(turn.value);
    const heard = turn.value.answer === 'json' ? left.shift() : undefined;
    turn = conversation.next(heard ?? { status: 200 });
  }
  return questions;
}
