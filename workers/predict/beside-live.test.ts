import { expect, it } from 'vitest';
import { DAY, HOUR, instantsIn } from '../../data/time.ts';
import { factsKey } from '../../models/history.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { logger } from '../mesh/log.ts';
import { type BesideMeans, forecastBesideLive } from './beside-live.ts';
import { AS_YESTERDAY, LOAD } from './testing/as-yesterday.ts';
import { released } from './testing/released.ts';
import type { StoredPrediction } from './unsaved.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

/** Answers the load of the day before. */
const model = defineSeriesModel({
  ...AS_YESTERDAY,
  horizon: { ...AS_YESTERDAY.horizon, window: (at) => ({ from: at, to: at + 2 * HOUR }) },
  baseline: () => Number.NaN,
});
const identity = { id: '2026-11-19-5ad05ad0', onnx_sha256: '0'.repeat(64), feature_sha256: 'f'.repeat(64) };
const ISSUE = { issuedAt: NOON - 2 * HOUR, validAt: [NOON, NOON + HOUR], createdAt: NOON - 2 * HOUR + 4_000 };

function tick(given: Partial<BesideMeans> = {}) {
  const saved: StoredPrediction[] = [];
  const lines: string[] = [];
  const at = Float64Array.from(instantsIn({ from: NOON - 3 * DAY, to: NOON }, HOUR));
  const facts = { at, knownAt: at, value: at.map((instant) => (instant < NOON ? 50_000 : 60_000)) };
  const means: BesideMeans = {
    now: NOON,
    log: logger({
      worker: 'predict',
      context: { requestId: 'tick', caller: 'cron' },
      write: (_, line) => lines.push(JSON.parse(line).event),
    }),
    besideLive: async () => [{ role: 'shadow', release: identity.id }],
    releaseById: async () => ({ ...released(async (tensor) => [tensor]), identity }),
    fruitless: new Map(),
    issuesWithout: async () => [ISSUE],
    pastOf: async () => ({
      window: { from: NOON - 3 * DAY, to: NOON },
      facts: new Map([[factsKey(LOAD, 'FR'), facts]]),
      made: [],
      simulated: true,
    }),
    save: async (predictions) => {
      saved.push(...predictions);
      return true;
    },
    ...given,
  };
  return { done: forecastBesideLive(model, means), saved, lines };
}

it('makes the issue that was published, step by step, as a shadow', async () => {
  const { done, saved } = tick();
  await done;
  expect(saved).toMatchObject(
    ISSUE.validAt.map((validAt) => ({
      role: 'shadow',
      release: '2026-11-19-5ad05ad0',
      issuedAt: ISSUE.issuedAt,
      validAt,
      source: 'model',
      values: { load_mw: 50_000 },
      createdAt: NOON,
    })),
  );
});

it('makes nothing where nobody stands beside live', async () => {
  const { done, saved } = tick({ besideLive: async () => [] });
  await done;
  expect(saved).toEqual([]);
});

it('says that it does not open, and disturbs nobody by it', async () => {
  const { done, saved, lines } = tick({ releaseById: async () => ({ identity, refused: 'the graph does not load' }) });
  await done;
  expect([saved, lines]).toEqual([[], ['challenger_refused']]);
});

it('waits for a later tick while the past cannot be had', async () => {
  const { done, saved } = tick({ pastOf: async () => null });
  await done;
  expect(saved).toEqual([]);
});

it('makes it for a canary too, as that', async () => {
  const { done, saved } = tick({ besideLive: async () => [{ role: 'canary', release: identity.id }] });
  await done;
  expect(saved.map(({ role }) => role)).toEqual(['canary', 'canary']);
});

it('looks back a week, and never to days that it has learnt from', async () => {
  const sinceOf = async (learntUntil: number) => {
    const asked: number[] = [];
    const { done } = tick({
      releaseById: async () => ({ ...released(async (tensor) => [tensor]), identity, learntUntil }),
      async issuesWithout({ from }) {
        asked.push(from);
        return [];
      },
    });
    await done;
    return asked;
  };
  expect(await sinceOf(NOON - 400 * DAY)).toEqual([NOON - 7 * DAY]);
  expect(await sinceOf(NOON - 2 * DAY)).toEqual([NOON - 2 * DAY]);
});

it('sees the past of the moment at which live computed the issue', async () => {
  const asked: number[] = [];
  const { done } = tick({
    async pastOf(_model, { createdAt }) {
      asked.push(createdAt);
      return null;
    },
  });
  await done;
  expect(asked).toEqual([NOON - 2 * HOUR + 4_000]);
});

it('goes on to later issues where earlier ones give no row or cannot be made, and tries those again after a day', async () => {
  const published = [-5, -4, -3, -2].map((hours) => ({ ...ISSUE, issuedAt: NOON + hours * HOUR }));
  const fruitless: BesideMeans['fruitless'] = new Map();
  const made: number[] = [];
  /** The first two gave live a number from facts that are gone, the third breaks the release. */
  const at = (now: number) =>
    tick({
      now,
      fruitless,
      issuesWithout: async ({ limit, except = [] }) =>
        published.filter(({ issuedAt }) => !made.includes(issuedAt) && !except.includes(issuedAt)).slice(0, limit),
      async pastOf(_model, { issuedAt }) {
        if (issuedAt === NOON - 3 * HOUR) throw new Error('its past is broken');
        const at = Float64Array.from(instantsIn({ from: NOON - 3 * DAY, to: NOON }, HOUR));
        const facts = { at, knownAt: at, value: at.map(() => (issuedAt === NOON - 2 * HOUR ? 50_000 : Number.NaN)) };
        const window = { from: NOON - 3 * DAY, to: NOON };
        return { window, facts: new Map([[factsKey(LOAD, 'FR'), facts]]), made: [], simulated: true };
      },
      async save(predictions) {
        made.push(...predictions.map(({ issuedAt }) => issuedAt));
        return true;
      },
    }).done;
  await expect(at(NOON)).rejects.toThrow('its past is broken');
  await at(NOON + HOUR);
  expect(made).toEqual([NOON - 2 * HOUR, NOON - 2 * HOUR]);
  await at(NOON + 2 * HOUR);
  await expect(at(NOON + 25 * HOUR)).rejects.toThrow('its past is broken');
});

it('tries an issue again at once that Postgres was away for', async () => {
  const fruitless: BesideMeans['fruitless'] = new Map();
  await tick({ fruitless, save: async () => false }).done;
  expect([...fruitless.values()].map((issues) => issues.size)).toEqual([0]);
});
