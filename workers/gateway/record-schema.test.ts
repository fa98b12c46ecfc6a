// What a record model wants of whoever asks it stands where the models are described: fields, ranges, and that no other field is known.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, inProcess } from './testing/in-process.ts';

const Field = z.looseObject({ description: z.string().optional() });
const Listed = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      record: z.looseObject({ properties: z.record(z.string(), Field) }).optional(),
    }),
  ),
});

async function recordsOf(): Promise<ReadonlyMap<string, z.infer<typeof Listed>['models'][number]['record']>> {
  const { ask } = inProcess({
    PREDICT: { ...inProcess().env.PREDICT, releases: async () => ({ ok: true, value: [] }) },
  });
  const answer = await ask('/v1/models', { headers: await bearer(['read']) });
  const { models } = Listed.parse(await answer.json());
  return new Map(models.map(({ id, record }) => [id, record]));
}

it('shows the fields of one record, each with its range, and of record models alone', async () => {
  const records = await recordsOf();
  const account = records.get('customer-satisfaction');
  expect(account).toMatchObject({ type: 'object', required: ['on'], additionalProperties: false });
  expect(Object.keys(account!.properties)).toEqual([
    'on',
    'age_years',
    'monthly_spend_eur',
    'signup_date',
    'last_login_date',
  ]);
  expect(account!.properties['on']).toMatchObject({ type: 'string', format: 'date' });
  expect(account!.properties['age_years']).toMatchObject({
    description: 'Whole years',
    anyOf: [{ type: 'number', minimum: 0, maximum: 130 }, { type: 'null' }],
  });
  expect(records.get('city-score')?.properties['temperature_mean_celsius']).toMatchObject({
    anyOf: [{ minimum: -60, maximum: 60 }, { type: 'null' }],
  });
  expect(records.get('load-day-ahead')).toBeUndefined();
});
