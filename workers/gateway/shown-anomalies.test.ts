// Labels are every reader's; the way to what is known of a record is not.
import { expect, it } from 'vitest';
import type { Feedback } from '../../db/queries/feedback.ts';
import { labelShown } from './shown-anomalies.ts';

const label: Feedback = {
  ...{ id: '00000000-0000-4000-8000-000000000001', prediction: '00000000-0000-4000-8000-0000000000aa' },
  ...{ model: 'm', release: 'r', entity: null, validAt: null, values: null },
  ...{ comment: null, client: 'one', createdAt: 0 },
  verdict: 'wrong',
};

it('shows the id of an answer about a record to whoever said it, and to nobody else', () => {
  expect(labelShown(label, 'one').prediction).toBe(label.prediction);
  expect(labelShown(label, 'another').prediction).toBeNull();
});

it('shows everybody the id of a forecast, which is about nobody', () => {
  const forecast = { ...label, entity: 'FR', validAt: 0, values: { load_mw: 1 } };
  expect(labelShown(forecast, 'another')).toMatchObject({ prediction: label.prediction, values: { load_mw: 1 } });
});
