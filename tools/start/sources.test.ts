import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition, Source } from '../../data/dataset.ts';
import { notAsked, secretNames, sourceSettings } from './sources.ts';

const source = (id: string, ...secrets: string[]): Source => ({
  ...datasets.consumption.feeds[0].alternatives[0],
  id,
  secrets,
});
const [feed] = datasets.consumption.feeds;
const dataset = (id: string, ...alternatives: Source[]): DatasetDefinition => ({
  ...datasets.consumption,
  id,
  feeds: [{ ...feed, alternatives }],
});

const open = dataset('open', source('account', 'OPEN_ID', 'OPEN_SECRET'), source('public'));
const internal = dataset('internal', source('database', 'INTERNAL_DATABASE_URL'), source('file', 'INTERNAL_CSV_URL'));
const simulated = {
  INTERNAL_DATABASE_URL: 'postgres://simulated',
  INTERNAL_CSV_URL: 'https://simulated.example',
  OPEN_ID: 'simulator',
};
const settings = (world: 'real' | 'simulated', given: Record<string, string> = {}) =>
  sourceSettings({ world, datasets: [open, internal], given, simulated });

it('simulates everything in the simulated world, whatever the operator has set', () => {
  expect(settings('simulated', { INTERNAL_CSV_URL: 'https://ours.example' })).toEqual({
    secrets: simulated,
    simulatedDatasets: ['open', 'internal'],
  });
});

it('knows which sources of the operator are not asked, so that nobody waits for their rows', () => {
  const given = { INTERNAL_CSV_URL: 'https://ours.example', OPEN_ID: '', HOME: '/root' };
  expect(notAsked({ world: 'simulated', datasets: [open, internal], given })).toEqual(['INTERNAL_CSV_URL']);
  expect(notAsked({ world: 'real', datasets: [open, internal], given })).toEqual([]);
});

it('simulates in the real world only what nobody has configured, and gives nobody else an account of the simulator', () => {
  expect(settings('real')).toEqual({
    secrets: { INTERNAL_DATABASE_URL: 'postgres://simulated', INTERNAL_CSV_URL: 'https://simulated.example' },
    simulatedDatasets: ['internal'],
  });
});

it('takes a dataset for real as soon as one of its sources is configured', () => {
  expect(settings('real', { INTERNAL_CSV_URL: 'https://ours.example', OPEN_ID: 'me' })).toEqual({
    secrets: { INTERNAL_CSV_URL: 'https://ours.example', OPEN_ID: 'me' },
    simulatedDatasets: [],
  });
});

it('takes a source with half of its secrets for one that is not configured', () => {
  const half = dataset('half', source('account', 'HALF_ID', 'HALF_SECRET'));
  const { simulatedDatasets } = sourceSettings({
    world: 'real',
    datasets: [half],
    given: { HALF_ID: 'me' },
    simulated: {},
  });
  expect(simulatedDatasets).toEqual(['half']);
});

it('knows the secrets of every source', () => {
  expect(secretNames([open, internal])).toEqual([
    'OPEN_ID',
    'OPEN_SECRET',
    'INTERNAL_DATABASE_URL',
    'INTERNAL_CSV_URL',
  ]);
});

it('simulates nothing beside what is real of the same upstream', () => {
  const persons = dataset('persons', source('csv', 'PERSONS_CSV_URL'), source('json', 'PERSONS_JSON_URL'));
  const accounts = dataset('accounts', source('accounts-csv', 'PERSONS_CSV_URL'));
  const both = { PERSONS_CSV_URL: 'https://simulated.example', PERSONS_JSON_URL: 'https://simulated.example' };
  const given = { PERSONS_JSON_URL: 'https://ours.example' };
  expect(sourceSettings({ world: 'real', datasets: [accounts, persons], given, simulated: both })).toEqual({
    secrets: given,
    simulatedDatasets: [],
  });
});
