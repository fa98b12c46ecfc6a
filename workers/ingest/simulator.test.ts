import { expect, it } from 'vitest';
import { rewritten, simulatorOf } from './simulator.ts';

it.each([
  'https://127.0.0.1:9',
  'http://example.org',
  'http://10.0.0.1:80',
  'http://127.0.0.1.example.org',
  'simulator',
])('refuses %s: simulated facts come from this machine only', (url) => {
  expect(() => simulatorOf({ SIMULATOR_URL: url }, 'tide')).toThrow(`SIMULATOR_URL is ${url}`);
});

it('puts the host of the real source into the path', () => {
  const simulator = simulatorOf({ SIMULATOR_URL: 'http://127.0.0.1:8790/' }, 'tide');
  expect(rewritten(simulator, 'https://odre.example/api/x?where=a%20b')).toBe(
    'http://127.0.0.1:8790/odre.example/api/x?where=a%20b',
  );
  expect(rewritten(null, 'https://odre.example/api')).toBe('https://odre.example/api');
  expect(simulatorOf({}, 'tide')).toBeNull();
});

it('simulates only the datasets it is told to, where it is told any', () => {
  const some = { SIMULATOR_URL: 'http://127.0.0.1:8790', SIMULATED_DATASETS: 'tide,moon' };
  expect(simulatorOf(some, 'moon')?.port).toBe('8790');
  expect(simulatorOf(some, 'moonlight')).toBeNull();
  expect(simulatorOf({ ...some, SIMULATED_DATASETS: '' }, 'tide')).toBeNull();
});
