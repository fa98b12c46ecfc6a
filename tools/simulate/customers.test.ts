// What the sources of cities and customers read of the simulator, over HTTP: at its best, and out of order.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { city } from '../../data/city/dataset.ts';
import { cityCsv } from '../../data/city/sources/city-csv.ts';
import { customer } from '../../data/customer/dataset.ts';
import { customerCsv } from '../../data/customer/sources/customer-csv.ts';
import { customerIdentity } from '../../data/customer-identity/dataset.ts';
import { customerCsv as addressCsv } from '../../data/customer-identity/sources/customer-csv.ts';
import { customerJson } from '../../data/customer-identity/sources/customer-json.ts';
import { customerSurvey } from '../../data/customer-survey/dataset.ts';
import { surveyCsv } from '../../data/customer-survey/sources/survey-csv.ts';
import { type DatasetDefinition, type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { DAY } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { cleaner } from '../../workers/ingest/clean.ts';
import { askAll } from './asking.ts';
import { type Simulator, startSimulator } from './server.ts';

const NOW = Date.parse('2026-11-20T12:07:00Z');
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => NOW });
});
afterAll(() => simulator.stop());
beforeEach(() => fetch(`${simulator.url}/misbehave`, { method: 'DELETE' }));

const ask = (source: Source) => askAll(simulator.url, source, NOW - 100 * DAY, NOW);
const misbehave = (match: string, kind: string) =>
  fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify({ match, kind }) });
/** As ingest does: cleaned, then checked. */
function taken(definition: DatasetDefinition, rows: readonly Row[]) {
  const cleaning = cleaner(definition, definition.cleanings ?? []);
  const faults = rows
    .map(cleaning.clean)
    .map(checkRow(definition))
    .filter((fault) => fault !== null);
  return { faults, cleaned: Object.fromEntries(cleaning.cleaned().map(({ rule, rows }) => [rule, rows])) };
}
const people = (rows: readonly Row[]) => new Set(rows.map((row) => row['customer']));

it('reads sixty cities, half of them with a score', async () => {
  const { rows, rejects } = await ask(cityCsv);
  expect(rejects).toEqual([]);
  expect(taken(city, rows).faults).toEqual([]);
  expect(new Set(rows.map((row) => `${row['country']}/${row['city']}`)).size).toBe(60);
  expect(rows.filter((row) => row['datacenter_suitability_index'] !== null)).toHaveLength(30);
});

it('refuses a file of cities without a column, and goes on with one more', async () => {
  await misbehave('cities.csv', 'missing-column');
  await expect(ask(cityCsv)).rejects.toThrow('want the column cout_energie_eurp_mwh');
  await misbehave('cities.csv', 'extra-column');
  expect((await ask(cityCsv)).rows).toHaveLength(60);
  await misbehave('cities.csv', 'unknown-word');
  expect((await ask(cityCsv)).rejects).toHaveLength(60);
});

it('reads five hundred customers, and cleans what the simulator spoils, each defect near its rate', async () => {
  const { rows, rejects } = await ask(customerCsv);
  expect(rejects.every(({ reason }) => reason === 'want somebody: an id or user_id')).toBe(true);
  const { faults, cleaned } = taken(customer, rows);
  expect(faults).toEqual([]);
  expect(people(rows).size).toBe(500 - rejects.length);
  expect(rows.length).toBeGreaterThan(500);
  const near = (rule: string, low: number, high: number) => {
    expect(cleaned[rule], rule).toBeGreaterThanOrEqual(low);
    expect(cleaned[rule], rule).toBeLessThanOrEqual(high);
  };
  near('impossible-age', 2, 20);
  near('unknown-gender', 5, 30);
  near('placeholder-email', 3, 25);
  near('malformed-email', 1, 10);
  near('signup_date-rewritten', 60, 150);
  near('signup_date-ambiguous', 25, 90);
});

it('reads who they are from both files, about the same people', async () => {
  const { rows, rejects } = await ask(customerJson);
  expect(rejects).toEqual([]);
  expect(taken(customerIdentity, rows).faults).toEqual([]);
  expect(people(rows).size).toBe(500);
  const addresses = await ask(addressCsv);
  const named = new Map(rows.map((row) => [row['customer'], row['email']]));
  for (const row of addresses.rows) expect(row['email']).toBe(named.get(String(row['customer'])));
});

it('says why when the JSON is cut off, lacks a field or is an error', async () => {
  for (const kind of ['truncated', 'missing-column', 'json-error', 'html']) {
    await misbehave('users.json', kind);
    await expect(ask(customerJson), kind).rejects.toBeInstanceOf(ShapeError);
  }
});

it('reads the answers of a window, month by month, and no comment', async () => {
  const { rows, rejects } = await ask(surveyCsv);
  expect(rejects).toEqual([]);
  expect(taken(customerSurvey, rows).faults).toEqual([]);
  expect(new Set(rows.map((row) => new Date(Number(row['answered_at'])).getUTCMonth()))).toEqual(
    new Set([7, 8, 9, 10]),
  );
  expect(rows.length).toBeGreaterThan(400);
  for (const row of rows)
    expect(Object.keys(row)).toEqual(['customer', 'answered_at', 'satisfaction_index', 'quality']);
});
