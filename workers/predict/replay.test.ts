// Whether a stored answer comes out the same again: by its release and its features, and by a past that was corrected or came late meanwhile.
import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import type { FoundPrediction } from '../../db/queries/found-prediction.ts';
import { corrected } from '../../models/correction.ts';
import { type FactsBySeries, factsKey } from '../../models/history.ts';
import { defineDetectorModel, defineSeriesModel } from '../../models/model.ts';
import type { LiveRelease } from './live-release.ts';
import { replay } from './replay.ts';
import { AS_YESTERDAY, LOAD } from './testing/as-yesterday.ts';
import { IDENTITY, released } from './testing/released.ts';

const ISSUED = Date.UTC(2026, 10, 20, 9);
const COMPUTED = ISSUED + HOUR;
const NOON = Date.UTC(2026, 10, 21, 12);

/** Answers the load of the day before and of the hour before that; its baseline the load of the week before. */
const model = defineSeriesModel({
  ...AS_YESTERDAY,
  features: ['before', 'long_before'],
  row: (history, entity) => ({
    before: history.at(LOAD, entity, ISSUED - 2 * HOUR),
    long_before: history.at(LOAD, entity, ISSUED - 3 * HOUR),
  }),
});
/** A tenth more than the first feature. */
const live = released(async (tensor) => [Float32Array.of((tensor[0] ?? Number.NaN) * 1.1)]);

interface Known {
  readonly at: Instant;
  readonly loadMw: number;
  readonly knownAt: Instant;
  readonly arrivedAt?: Instant;
}
const BEFORE = { at: ISSUED - 2 * HOUR, loadMw: 50_000.3, knownAt: ISSUED - HOUR };
const WEEK_BEFORE = { at: NOON - 7 * DAY, loadMw: 61_000, knownAt: NOON - 7 * DAY };

function factsOf(known: readonly Known[], arrivedBy: Instant | null): FactsBySeries {
  const facts = known.filter(({ arrivedAt }) => arrivedBy === null || (arrivedAt ?? 0) <= arrivedBy);
  const series = {
    at: Float64Array.from(facts, ({ at }) => at),
    value: Float64Array.from(facts, ({ loadMw }) => loadMw),
    knownAt: Float64Array.from(facts, ({ knownAt }) => knownAt),
  };
  return new Map([[factsKey(LOAD, 'FR'), series]]);
}

const stored = (over: Partial<FoundPrediction> = {}): FoundPrediction => ({
  ...{ kind: 'scheduled' as const, role: 'live' as const, id: 'p', model: model.id, release: IDENTITY.id },
  ...{ onnxSha256: IDENTITY.onnx_sha256, featureSha256: IDENTITY.feature_sha256 },
  ...{ entity: 'FR', issuedAt: ISSUED, validAt: NOON, source: 'model' as const, reason: null },
  // As Postgres gives a real back: the shortest text of the Float32.
  features: [50_000.3, Number.NaN],
  values: { load_mw: Math.fround(Math.fround(50_000.3) * 1.1) },
  ...{ correction: null, simulated: false, createdAt: COMPUTED },
  ...(over as object),
});
const replayed = (found: FoundPrediction, known: readonly Known[], release: LiveRelease | null = live) =>
  replay(found, model, {
    releaseById: async () => release,
    factsOf: async (_model, _issuedAt, _validAt, arrivedBy) => factsOf(known, arrivedBy),
  });

it('gives the same bits from the same past, missing values included', async () => {
  expect(await replayed(stored(), [BEFORE])).toEqual({
    ok: true,
    value: {
      ...{ id: 'p', model: 'as-yesterday', release: '2026-11-01-00000000', same: true, past: 'known at issue' },
      outputs: { load_mw: 55_000.33203125 },
      features: { before: 50_000.30078125, long_before: null },
      differs: [],
    },
  });
});

it('is not disturbed by what was corrected since', async () => {
  const revised = { ...BEFORE, loadMw: 40_000, knownAt: ISSUED + 1 };
  expect(await replayed(stored(), [BEFORE, revised])).toMatchObject({ value: { same: true, past: 'known at issue' } });
});

it('does not see what was to be known at issue, and came after the forecast was made', async () => {
  const late = { at: ISSUED - 3 * HOUR, loadMw: 47_000, knownAt: ISSUED - 2 * HOUR, arrivedAt: COMPUTED + HOUR };
  expect(await replayed(stored(), [late, BEFORE])).toMatchObject({ value: { same: true, past: 'arrived by then' } });
});

it('names what differs, stored and again, when the past is another one', async () => {
  expect(await replayed(stored(), [{ ...BEFORE, loadMw: 50_000.5 }])).toMatchObject({
    value: { same: false, differs: [{ pointer: '/features/before', stored: 50_000.30078125, again: 50_000.5 }] },
  });
  const otherOutput = stored({ values: { load_mw: 55_000.3359375 } });
  expect(await replayed(otherOutput, [BEFORE])).toMatchObject({
    value: { same: false, differs: [{ pointer: '/outputs/load_mw', stored: 55_000.3359375, again: 55_000.33203125 }] },
  });
});

it('puts the correction that was stored upon what the graph says', async () => {
  const correction = { scale: 1.02, bias: -120.5, spread: 1, issues: 9 };
  const values = corrected(model, { load_mw: 55_000.33203125 }, correction);
  expect(values['load_mw']).not.toBe(55_000.33203125);
  expect(await replayed(stored({ correction, values }), [BEFORE])).toMatchObject({ value: { same: true } });
  expect(await replayed(stored({ correction: null, values }), [BEFORE])).toMatchObject({ value: { same: false } });
});

it('computes a baseline again from the past, without any release', async () => {
  const found = stored({ source: 'baseline', reason: 'stale', features: null, values: { load_mw: 61_000 } });
  const again = await replayed(found, [WEEK_BEFORE], null);
  expect(again).toMatchObject({ value: { same: true, outputs: { load_mw: 61_000 } } });
  expect(again.ok && again.value.features).toBeUndefined();
});

it('says so when its release is gone, or is refused', async () => {
  const gone = await replayed(stored(), [BEFORE], null);
  expect(gone).toMatchObject({ ok: false, failure: { reason: 'conflict' } });
  const refused = await replayed(stored(), [BEFORE], { identity: IDENTITY, refused: 'its sha256 is another' });
  expect(refused).toMatchObject({
    failure: { reason: 'conflict', detail: expect.stringContaining('is refused: its sha256 is another') },
  });
});

it('judges again what a detector judged', async () => {
  const detector = defineDetectorModel({
    kind: 'detector',
    id: 'high',
    title: { en: 'High', fr: 'Haut' },
    inputs: [LOAD],
    entities: ['FR'],
    step: HOUR,
    reach: DAY,
    heads: [
      { name: 'score', kind: 'score', unit: '1' },
      { name: 'flag', kind: 'label', classes: ['usual', 'high'] },
    ],
    gates: [],
    features: ['load'],
    row: (history, entity, validAt) => ({ load: history.at(LOAD, entity, validAt) }),
  });
  const means = {
    releaseById: async () => released(async (loads) => [loads.map((load) => load / 1e5), loads.map(() => 1)]),
    factsOf: async () => factsOf([BEFORE], null),
  };
  const judged = stored({
    ...{ model: detector.id, validAt: BEFORE.at, features: [50_000.3] },
    values: { score: Math.fround(Math.fround(50_000.3) / 1e5), flag: 1 },
  });
  expect(await replay(judged, detector, means)).toMatchObject({ ok: true, value: { same: true, differs: [] } });
  expect(await replay({ ...judged, values: { score: 0.4, flag: 0 } }, detector, means)).toMatchObject({
    value: { same: false, differs: [{ pointer: '/outputs/score' }, { pointer: '/outputs/flag' }] },
  });
});
