import { expect, it } from 'vitest';
import { fail, ok, type Result } from '../mesh/result.ts';
import { forecasts } from './forecasts.ts';

/** A predict that answers what it is told to, a clock that stands still, and a desk in front of it. */
function desk() {
  const state = { now: 1_000_000, issue: 'first', isAway: false, asked: 0, csvs: 0 };
  const pending: Promise<unknown>[] = [];
  const document = () => ({ json: `"${state.issue}"`, etag: `"${state.issue}"`, publishedAt: '2026-11-21T09:00:00Z' });
  const open = forecasts({
    clock: () => state.now,
    asCsv(json) {
      state.csvs += 1;
      return `csv of ${json}`;
    },
  });
  const sheet = async () => {
    const answer: Result<{ json: string; csv(): string }> = await open('load', {
      async ask() {
        state.asked += 1;
        if (state.isAway) return fail({ reason: 'unavailable', dependency: 'predict', retryAfterSeconds: 5 });
        return ok(document());
      },
      later: (work) => pending.push(work),
    });
    return answer.ok ? answer.value : null;
  };
  return { state, sheet, json: async () => (await sheet())?.json, settled: () => Promise.all(pending) };
}

it('asks once for what many ask for, and makes each text once', async () => {
  const { state, sheet } = desk();
  for (let i = 0; i < 100; i++) expect((await sheet())?.csv()).toBe('csv of "first"');
  expect(state).toMatchObject({ asked: 1, csvs: 1 });
});

it('serves what it has while it asks for something newer, and keeps the texts of what has not changed', async () => {
  const { state, sheet, settled } = desk();
  (await sheet())?.csv();
  state.now += 3_000;
  expect((await sheet())?.json).toBe('"first"');
  await settled();
  expect((await sheet())?.csv()).toBe('csv of "first"');
  expect(state).toMatchObject({ asked: 2, csvs: 1 });
});

it('shows a new forecast to whoever comes six seconds later, however quiet it was before', async () => {
  const { state, json } = desk();
  await json();
  state.issue = 'second';
  state.now += 2_999;
  expect(await json()).toBe('"first"');
  state.now += 3_001;
  expect(await json()).toBe('"second"');
});

it('goes on with what it has while predict is away, and takes the new one once it is back', async () => {
  const { state, json, settled } = desk();
  await json();
  state.isAway = true;
  state.now += 3_600_000;
  expect(await json()).toBe('"first"');
  state.isAway = false;
  state.issue = 'second';
  state.now += 1_000;
  expect(await json()).toBe('"first"');
  await settled();
  expect(await json()).toBe('"second"');
});

it('says so when there never was one', async () => {
  const { state, sheet } = desk();
  state.isAway = true;
  expect(await sheet()).toBeNull();
  state.isAway = false;
  expect((await sheet())?.json).toBe('"first"');
});
