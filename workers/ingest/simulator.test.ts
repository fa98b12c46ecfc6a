import { expect, it } from 'vitest';
import { rewritten, simulatorOf } from './simulator.ts';

it.each([
  'https://127.0.0.1:9',
  'http://example.org',
  'http://10.0.0.1:80',
  'http://127.0.0.1.example.org',
  'simulator',
])('refuses %s: simulated facts come from this machine only', (url) => {
  expect(() => simulatorOf(url)).toThrow(`SIMULATOR_URL is ${url}`);
});

it('puts the host of the real source into the path', () => {
  const simulator = simulatorOf('http://127.0.0.1:8790/');
  expect(rewritten(simulator, 'https://odre.example/api/x?where=a%20b')).toBe(
    'http://127.0.0.1:8790/odre.example/api/x?where=a%20b',
  );
  expect(rewritten(null, 'https://odre.example/api')).toBe('https://odre.example/api');
  expect(simulatorOf(undefined)).toBeNull();
});
