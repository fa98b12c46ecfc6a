import { expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import { readAll } from '../read-all.ts';
import { customerSurvey } from './dataset.ts';
import { surveyCsv } from './sources/survey-csv.ts';

it('asks for its window, whatever else the address says', () => {
  const window = { from: Date.parse('2026-10-01T00:00:00Z'), to: Date.parse('2026-11-01T00:00:00Z') };
  const [question] = httpQuestionsOf(surveyCsv, window, () => 'https://example.org/answers?form=7');
  expect(question?.url).toBe(
    'https://example.org/answers?form=7&from=2026-10-01T00%3A00%3A00Z&to=2026-11-01T00%3A00%3A00Z',
  );
});

it('keeps the score and no comment, and knows an answer since it was given', async () => {
  const file = 'customer_id,answered_at,score,comment\n7,2026-10-15T18:40:00+02:00,9,"ask Chloé, she knows"\n';
  const { rows, warnings } = await readAll(surveyCsv, new TextEncoder().encode(file));
  const at = Date.parse('2026-10-15T16:40:00Z');
  expect(rows).toEqual([{ customer: '7', answered_at: at, satisfaction_index: 9, quality: 'consolidated' }]);
  expect(warnings).toEqual([]);
  expect(customerSurvey.parts.answer.knownAt(rows[0]!)).toBe(at);
});
