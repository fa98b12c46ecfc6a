// Releases that many requests wait for while one of them opens it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import { openedReleases } from './opened-releases.ts';
import type { ReleaseFiles } from './papers.ts';

const model = models['city-score'];
const NEVER = new Promise<never>(() => {});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function isolate(filesOf: () => Promise<ReleaseFiles | null>) {
  const state = { asked: 0 };
  const opened = openedReleases({
    filesOf: () => {
      state.asked++;
      return filesOf();
    },
    featureSha256Of: () => 'f',
    isNamed: () => true,
    later: () => {},
  });
  return { state, open: () => opened.open(model, '2026-01-01-00000000').settled() };
}

it('are opened once for all who ask meanwhile', async () => {
  const { state, open } = isolate(async () => null);
  expect(await Promise.all([open(), open(), open()])).toEqual([null, null, null]);
  expect(state.asked).toBe(1);
});

it('are waited for six seconds where the request that opens them was ended, and opened anew by the next', async () => {
  const { state, open } = isolate(() => NEVER);
  void open();
  // Its own patience goes with it.
  vi.clearAllTimers();
  const waiting = open();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await waiting).toMatchObject({ refused: 'it is still being opened', mayOpenSoon: true });
  expect(state.asked).toBe(1);
  void open();
  expect(state.asked).toBe(2);
});

it('that the lake does not give are worth another question in seconds; one that is wrong is not', async () => {
  const away = isolate(() => Promise.reject(new Error('the lake is away')));
  expect(await away.open()).toMatchObject({ refused: expect.stringContaining('the lake is away'), mayOpenSoon: true });
  const wrong = isolate(async () => ({ release: 'no JSON', golden: 'none', onnx: new ArrayBuffer(0) }));
  const refused = await wrong.open();
  expect(refused).toMatchObject({ refused: expect.stringContaining('JSON') });
  expect(refused).not.toHaveProperty('mayOpenSoon');
});
