// A source of what the weather was: one question a window, and a row for each place and hour of its answer.
import type { Quality } from '../columns.ts';
import type { HttpQuestion, Source } from '../dataset.ts';
import type { TimeWindow } from '../time.ts';
import { parsedAnswers } from './answer.ts';

export const hourlySource = ({
  id,
  quality,
  question,
}: {
  readonly id: string;
  readonly quality: Quality;
  readonly question: (window: TimeWindow) => HttpQuestion;
}): Source => ({
  id,
  secrets: [],
  *fetch(window) {
    yield question(window);
  },
  parse: (bytes) =>
    parsedAnswers(bytes, ({ hours }) => hours.map(({ place, at, values }) => ({ place, at, quality, ...values }))),
});
