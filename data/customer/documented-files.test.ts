// The READMEs of the datasets about customers list the columns that their files have: nobody can look them up in rows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { customerIdentity } from '../customer-identity/dataset.ts';
import { addressFile } from '../customer-identity/sources/customer-csv.ts';
import { customerJson } from '../customer-identity/sources/customer-json.ts';
import { customerSurvey } from '../customer-survey/dataset.ts';
import { surveyFile } from '../customer-survey/sources/survey-csv.ts';
import type { DatasetDefinition } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { namesOf, type TableFormat } from '../table-format.ts';
import { CSV, uploadSource } from '../upload.ts';
import { customer } from './dataset.ts';
import { usersFile } from './format.ts';

const readmeOf = (id: string): string => readFileSync(join(import.meta.dirname, '..', id, 'README.md'), 'utf8');
const listedIn = (id: string): string[] => [...readmeOf(id).matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);

it.each<[string, TableFormat]>([
  ['customer', usersFile],
  ['customer-survey', surveyFile],
])('%s: every column of the file, and no other', (id, format) => {
  expect(listedIn(id)).toEqual(namesOf(format));
});

it('customer-identity: every field of the JSON, without which it is refused', async () => {
  const bytes = new TextEncoder().encode('[{}]');
  await expect(readAll(customerJson, bytes)).rejects.toThrow(
    `want the field ${listedIn('customer-identity').join(', ')}`,
  );
});

it('customer-identity: the file of users is that of customer', () => {
  expect(namesOf(addressFile)).toEqual(namesOf(usersFile));
});

it.each<[string, DatasetDefinition, object]>([
  ['customer', customer, { customer: 'C9001', age_years: 41, gender: 'female', monthly_spend_eur: 42.5 }],
  [
    'customer-identity',
    customerIdentity,
    { customer: 'C9001', name: 'Ada Martin', street: '3 rue Haute', suite: null },
  ],
  ['customer-survey', customerSurvey, { answered_at: Date.parse('2026-11-01T10:00:00Z'), satisfaction_index: 8 }],
])('%s: the example of the README is read without a reject or a warning', async (id, definition, row) => {
  const [, example = ''] = /^```csv\n(.*?)^```$/ms.exec(readmeOf(id)) ?? [];
  const source = uploadSource(definition, { mediaType: CSV, quality: null });
  const { rows, rejects, warnings } = await readAll(source, new TextEncoder().encode(example));
  expect([rejects, warnings]).toEqual([[], []]);
  expect(rows).toEqual([expect.objectContaining(row)]);
});
