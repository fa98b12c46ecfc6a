// Questions to a model as they should not be.
import { deep, type Hostile, PREDICT, post, RECORD } from './request.ts';

/** Only with all Workers: predict reads the body. */
export const HOSTILE_QUESTIONS: readonly Hostile[] = [
  post('no JSON', PREDICT, '{', ['']),
  post('an unknown field', PREDICT, '{"valid_at":["2026-01-05T00:00:00Z"],"rows":[]}', ['/rows']),
  post('no instants', PREDICT, '{"valid_at":[]}', ['/valid_at']),
  post('an instant that is none', PREDICT, '{"valid_at":["tomorrow"]}', ['/valid_at/0']),
  post('__proto__', PREDICT, '{"valid_at":["2026-01-05T00:00:00Z"],"__proto__":{}}', ['/__proto__']),
  post('one record with a field that is none of it', RECORD, '{"low_carbon":92}', ['/low_carbon', '']),
  post('records with NaN', RECORD, '{"rows":[{"low_carbon_pct":NaN}]}', ['']),
  post('records beyond every number', RECORD, '{"rows":[{"low_carbon_pct":1e999}]}', ['/rows/0/low_carbon_pct']),
  post('a record beyond what there is', RECORD, '{"rows":[{"low_carbon_pct":101}]}', ['/rows/0/low_carbon_pct']),
  post('a record that is text', RECORD, '{"low_carbon_pct":"92"}', ['/low_carbon_pct']),
  post('no records', RECORD, '{"rows":[]}', ['/rows']),
  post('a list of records', RECORD, '[{}]', ['']),
  post('10,001 records', RECORD, `{"rows":[${'{},'.repeat(10_000)}{}]}`, ['/rows']),
  post('a question a hundred thousand levels deep', PREDICT, `{"valid_at":${deep(100_000)}}`, ['/valid_at/0']),
];
