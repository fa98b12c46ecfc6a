import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { city } from '../data/city/dataset.ts';
import { customer } from '../data/customer/dataset.ts';
import { customerSurvey } from '../data/customer-survey/dataset.ts';
import { readRecords } from '../notebooks/lab/canonical-csv.ts';
import { simulatedRecords } from './simulated-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'records-'));
const file = (id: string) => readFileSync(join(folder, `${id}.csv`));
beforeAll(() => simulatedRecords(folder, ['city', 'customer', 'customer-survey']));
afterAll(() => rmSync(folder, { recursive: true }));

it('are read back as what the API would export, every row marked as simulated', async () => {
  const cities = await readRecords(city, file('city'));
  expect(cities).toHaveLength(60);
  expect(cities[0]).toMatchObject({ country: 'France', city: 'Paris', co2_g_per_kwh: 50 });
  expect(cities.filter((row) => row['datacenter_suitability_index'] === null)).toHaveLength(30);
  const [header, ...lines] = file('city').toString().trimEnd().split('\r\n');
  expect(header?.endsWith(',suitability_source,simulated')).toBe(true);
  expect(lines.every((line) => line.endsWith(',true'))).toBe(true);
});

it('are cleaned and under pseudonyms, the same for a customer in both files', async () => {
  const accounts = await readRecords(customer, file('customer'));
  const answers = await readRecords(customerSurvey, file('customer-survey'));
  const known = new Set(accounts.map((row) => row['customer']));
  expect(known.size).toBe(accounts.length);
  // Nobody knows whose line it was where the id is missing.
  expect(answers.filter((row) => !known.has(row['customer'] ?? null)).length / answers.length).toBeLessThan(0.01);
  expect(accounts.every((row) => /^p1\./.test(String(row['customer'])))).toBe(true);
  const ages = accounts.flatMap((row) => (row['age_years'] === null ? [] : [Number(row['age_years'])]));
  expect([Math.min(...ages) >= 18, Math.max(...ages) <= 100, ages.length < accounts.length]).toEqual([
    true,
    true,
    true,
  ]);
  expect(`${file('customer')}${file('customer-survey')}`).not.toMatch(/@|courriel/);
});

it('refuse a dataset that there is not', async () => {
  await expect(simulatedRecords(folder, ['towns'])).rejects.toThrow('got towns, want one of');
});
