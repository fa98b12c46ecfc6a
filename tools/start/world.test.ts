import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { chooseWorld, hostsOf } from './world.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const all = [datasets.consumption];

it('asks the hosts of sources that need no secret', () => {
  expect(hostsOf(all, now)).toEqual(['odre.opendatasoft.com']);
});

it('is the real world when the APIs answer', async () => {
  const choice = await chooseWorld({ wanted: undefined, datasets: all, now, answers: async () => true });
  expect(choice).toEqual({ world: 'real', why: 'odre.opendatasoft.com answered' });
});

it('is the simulated world when a host is silent, and says which', async () => {
  const choice = await chooseWorld({ wanted: undefined, datasets: all, now, answers: async () => false });
  expect(choice).toEqual({ world: 'simulated', why: 'odre.opendatasoft.com did not answer within 2.5 s' });
});

it('obeys WATTMESH_WORLD without asking anybody', async () => {
  const answers = () => Promise.reject(new Error('nobody is asked'));
  expect((await chooseWorld({ wanted: 'simulated', datasets: all, now, answers })).world).toBe('simulated');
  await expect(chooseWorld({ wanted: 'reel', datasets: all, now, answers })).rejects.toThrow(
    'WATTMESH_WORLD is reel, want real or simulated',
  );
});

it('names one host of many', async () => {
  const hosts = ['one', 'two', 'three'].map((name) => `https://${name}.example/`);
  const [feed] = datasets.consumption.feeds;
  const [source] = feed.alternatives;
  const asking = hosts.map((url, i) => ({
    ...source,
    id: `source-${i}`,
    secrets: [],
    *fetch() {
      yield { method: 'GET', url, answer: 'lake' } as const;
    },
  }));
  const many = { ...datasets.consumption, feeds: [{ ...feed, alternatives: asking }] };
  const choice = await chooseWorld({ wanted: undefined, datasets: [many], now, answers: async () => false });
  expect(choice.why).toBe('one.example and 2 other hosts did not answer within 2.5 s');
});
