// What a source would ask, given the answers it would hear: a conversation without a network, for tests and for looking.
import { type Answer, type HttpQuestion, isSql, type Question, type Source } from './dataset.ts';
import type { Instant, TimeWindow } from './time.ts';

/** `answers` are given to the questions that want JSON, in order; data is always said to be well. Asked as the window begins, unless told otherwise. */
export function questionsOf(
  source: Source,
  window: TimeWindow,
  secret: (name: string) => string,
  answers: readonly Answer[] = [],
  now: Instant = window.from,
): Question[] {
  const left = [...answers];
  const questions: Question[] = [];
  const conversation = source.fetch(window, secret, now);
  for (let turn = conversation.next(); !turn.done; ) {
    questions.push(turn.value);
    const heard = turn.value.answer === 'json' ? left.shift() : undefined;
    turn = conversation.next(heard ?? { status: 200 });
  }
  return questions;
}

/** Of a source that asks over HTTP alone. */
export function httpQuestionsOf(...asked: Parameters<typeof questionsOf>): HttpQuestion[] {
  return questionsOf(...asked).map((question) => {
    if (isSql(question)) throw new Error(`asks a database: ${question.sql}`);
    return question;
  });
}
