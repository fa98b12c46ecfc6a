// What holds until it changes has no window: not in what the interface describes, and not in what it takes.
import { describe, expect, it } from 'vitest';
import { DATASETS } from './definitions.ts';
import { inProcess, tokenFor } from './testing/in-process.ts';
import { type OpenApi, operationsOf } from './testing/interface.ts';

const { ask } = inProcess();
const operations = operationsOf(await (await ask('/openapi.json')).json<OpenApi>());
const parametersOf = (path: string) =>
  operations.find((one) => one.path === path && one.method === 'GET')?.operation.parameters?.map(({ name }) => name);
const status = async (path: string) =>
  (await ask(path, { headers: { Authorization: `Bearer ${await tokenFor(['read'])}` } })).status;

const snapshots = DATASETS.filter(({ grid }) => grid === 'snapshot');
const timed = DATASETS.filter(({ grid }) => grid !== 'snapshot');

it('there are some to speak of', () => {
  expect(snapshots.map(({ id }) => id)).toEqual(expect.arrayContaining(['city', 'turbine']));
});

describe.each(snapshots.map(({ id, key }) => [id, key] as const))('%s', (id, key) => {
  it('is asked for by its key, as of an instant, and never by a window', async () => {
    const names = parametersOf(`/v1/datasets/${id}/rows`);
    expect(names).toEqual(expect.arrayContaining([...key, 'as_of', 'columns', 'limit', 'cursor', 'format']));
    expect(names).not.toContain('from');
    expect(await status(`/v1/datasets/${id}/rows?from=2026-01-01T00:00:00Z`)).toBe(400);
    // The question is a good one: only the database is away here.
    expect(await status(`/v1/datasets/${id}/rows?${key[0]}=T001`)).toBe(503);
  });

  it('has no mean over time', () => {
    expect(parametersOf(`/v1/${id}/stats`)).toBeUndefined();
  });
});

it('everything else has a window, and each of its key columns can be asked for', () => {
  for (const { id, key, timeColumn } of timed) {
    const names = parametersOf(`/v1/datasets/${id}/rows`);
    expect(names, id).toEqual(expect.arrayContaining(['from', 'to', ...key.filter((name) => name !== timeColumn)]));
  }
});

it.each([
  ['a text with NUL', 'turbine_id=T%00'],
  ['no text', 'turbine_id='],
  ['a text of a mile', `turbine_id=${'T'.repeat(201)}`],
])('refuses %s for a key that may hold anything', async (_, search) => {
  expect(await status(`/v1/datasets/turbine/rows?${search}`)).toBe(400);
});
