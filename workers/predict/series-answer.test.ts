// What a series model answers when its past is whole, late, missing or when its release may not answer.
import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import type { MadeForecast } from '../../db/queries/predictions.ts';
import { factsKey } from '../../models/history.ts';
import type { LiveRelease } from './live-release.ts';
import { answerSeries } from './series-answer.ts';
import { AS_YESTERDAY, LOAD } from './testing/as-yesterday.ts';
import { IDENTITY, released } from './testing/released.ts';

const ISSUED = Date.UTC(2026, 10, 20, 9);
const NOON = Date.UTC(2026, 10, 21, 12);

const model = AS_YESTERDAY;

const live = released(async (tensor) => [tensor]);

const factsOf = (known: readonly (readonly [at: Instant, loadMw: number, knownAt: Instant])[]) =>
  new Map([
    [
      factsKey(LOAD, 'FR'),
      {
        at: Float64Array.from(known, ([at]) => at),
        value: Float64Array.from(known, ([, loadMw]) => loadMw),
        knownAt: Float64Array.from(known, ([, , knownAt]) => knownAt),
      },
    ],
  ]);

const WEEK_BEFORE = [NOON - 7 * DAY, 61_000, NOON - 7 * DAY] as const;
const MORNING = [ISSUED - HOUR, 58_000, ISSUED - HOUR / 2] as const;

const answer = (facts: ReturnType<typeof factsOf>, release: LiveRelease = live, made: readonly MadeForecast[] = []) =>
  answerSeries({
    model,
    live: release,
    facts,
    made,
    issuedAt: ISSUED,
    questions: [{ entity: 'FR', validAt: NOON }],
  });

it('answers from the model when its past is there, and keeps the features it looked at', async () => {
  const yesterdayNoon = [NOON - DAY, 60_500, ISSUED] as const;
  expect(await answer(factsOf([WEEK_BEFORE, MORNING, yesterdayNoon]))).toEqual([
    { entity: 'FR', validAt: NOON, source: 'model', values: { load_mw: 60_500 }, features: [60_500], correction: null },
  ]);
});

it('does not see what became known after the issue', async () => {
  const late = [NOON - DAY, 60_500, ISSUED + 1] as const;
  expect(await answer(factsOf([WEEK_BEFORE, MORNING, late]))).toMatchObject([
    {
      source: 'baseline',
      values: { load_mw: 61_000 },
      reason:
        'the model gave no number for load_mw without yesterday: of consumption/load_mw of FR nothing from before 2026-11-14T12:00:00Z is known, the model looks back to 2026-11-12T09:00:00Z',
    },
  ]);
});

it('answers with the baseline, and why, when the newest value is older than the model allows', async () => {
  const night = [ISSUED - 13 * HOUR, 40_000, ISSUED - 12 * HOUR] as const;
  expect(await answer(factsOf([WEEK_BEFORE, night]))).toMatchObject([
    {
      source: 'baseline',
      values: { load_mw: 61_000 },
      reason:
        'consumption/load_mw of FR is stale: newest value is of 2026-11-19T20:00:00Z, at issue it must not be older than 12 h',
    },
  ]);
});

it('answers with the baseline when the release was refused, and says what is wrong with it', async () => {
  const refused = { identity: IDENTITY, refused: 'the sha256 of model.onnx is another' };
  expect(await answer(factsOf([WEEK_BEFORE, MORNING]), refused)).toMatchObject([
    { source: 'baseline', reason: 'release refused: the sha256 of model.onnx is another' },
  ]);
});

it('answers with the baseline when there is no release yet, and does not call that refused', async () => {
  expect(
    await answer(factsOf([WEEK_BEFORE, MORNING]), { identity: IDENTITY, refused: 'no release yet', missing: true }),
  ).toMatchObject([{ source: 'baseline', reason: 'no release yet' }]);
});

it('gives no number at all rather than a wrong one when the baseline knows nothing either', async () => {
  const [nothing] = await answer(factsOf([MORNING]));
  expect(nothing).toEqual({
    entity: 'FR',
    validAt: NOON,
    source: 'none',
    reason:
      'the model gave no number for load_mw without yesterday: of consumption/load_mw of FR nothing from before 2026-11-20T08:00:00Z is known, the model looks back to 2026-11-12T09:00:00Z; the baseline knows none of the past it needs either',
  });
  expect(await answer(new Map())).toMatchObject([
    { source: 'none', reason: expect.stringContaining('no value is known') },
  ]);
});

it('moves its answer by what its own last errors were, and never by those of another release', async () => {
  const noons = Array.from({ length: 8 }, (_, i) => NOON - (9 - i) * DAY);
  const facts = factsOf([
    ...noons.map((at) => [at, 60_000, at + HOUR] as const),
    MORNING,
    [NOON - DAY, 60_500, ISSUED],
  ]);
  const made = noons.map((validAt) => ({
    release: IDENTITY.id,
    entity: 'FR',
    issuedAt: validAt - DAY,
    validAt,
    values: { load_mw: 59_000 },
    correction: null,
  }));
  const [first] = await answer(facts, live, made);
  // Eight errors of 1,000 MW that halve by the day, beside ten days without one.
  expect(first).toMatchObject({ source: 'model', correction: { scale: 1, spread: 1, issues: 8 } });
  expect(first?.source === 'model' && first.values['load_mw']).toBeCloseTo(60_600.77, 2);
  expect(
    await answer(
      facts,
      live,
      made.map((one) => ({ ...one, release: 'another' })),
    ),
  ).toMatchObject([{ values: { load_mw: 60_500 }, correction: null }]);
  const corrected = made.map((one) => ({
    ...one,
    values: { load_mw: 60_000 },
    correction: { scale: 1, bias: 1_000, spread: 1, issues: 3 },
  }));
  expect(await answer(facts, live, corrected)).toEqual([first]);
});
