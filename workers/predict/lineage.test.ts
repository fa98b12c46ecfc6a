// What is shown of a stored number: its features by name, what it looked at and where that lies; and less where its code was replaced.
import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../data/time.ts';
import type { FoundPrediction } from '../../db/queries/found-prediction.ts';
import type { SeenObject } from '../../db/queries/seen-objects.ts';
import { factsKey } from '../../models/history.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { inputsOf, shown } from './lineage.ts';
import { AS_YESTERDAY, LOAD } from './testing/as-yesterday.ts';

const ISSUED = Date.UTC(2026, 10, 20, 9);
const model = defineSeriesModel({
  ...AS_YESTERDAY,
  features: ['yesterday', 'day_before'],
  row: (history, entity, validAt) => ({
    yesterday: history.mean(LOAD, entity, validAt - DAY, HOUR),
    day_before: history.mean(LOAD, entity, validAt - 2 * DAY, HOUR),
  }),
});
const stored: FoundPrediction = {
  ...{ kind: 'scheduled', role: 'shadow', id: 'p', model: model.id, release: 'r', onnxSha256: 'a', featureSha256: 'b' },
  ...{ entity: 'FR', issuedAt: ISSUED, validAt: ISSUED + DAY, source: 'model', reason: null },
  ...{ features: [50_000.3, Number.NaN], values: { load_mw: 50_000 }, correction: null, simulated: false },
  createdAt: ISSUED + HOUR,
};
const object = (n: number): SeenObject => ({
  ...{ run: `run-${n}`, feed: 'live', source: 'odre', lakeKey: `raw/${n}`, sha256: 'f', fetchedAt: ISSUED },
  values: 30 - n,
});

const inputs = (found: FoundPrediction, objects: readonly SeenObject[]) =>
  inputsOf(found, model, {
    factsOf: async () => new Map([[factsKey(LOAD, 'FR'), facts()]]),
    objectsOf: async () => objects,
  });
function facts() {
  const at = Float64Array.of(ISSUED - DAY);
  return { at, knownAt: at, value: Float64Array.of(50_000.3) };
}

it('leads to the rows and objects of what its row looked at, those that gave most first, and counts the rest', async () => {
  const [input, ...others] =
    (await inputs(
      stored,
      Array.from({ length: 23 }, (_, n) => object(n)),
    )) ?? [];
  expect(others).toEqual([]);
  expect(input).toMatchObject({
    ...{ series: LOAD, entity: 'FR', from: '2026-11-19T09:00:00Z', to: '2026-11-20T10:00:00Z' },
    rows_href:
      '/v1/datasets/consumption/rows?area=FR&from=2026-11-19T09%3A00%3A00Z&to=2026-11-20T10%3A00%3A00Z&as_of=2026-11-20T09%3A00%3A00Z',
    values: 437,
    objects_left_out: 3,
  });
  expect(input?.objects).toHaveLength(20);
  expect(input?.objects[0]).toEqual({
    ...{ lake_key: 'raw/0', sha256: 'f', source: 'odre', fetched_at: '2026-11-20T09:00:00Z', values: 30 },
    ...{ run: 'run-0', run_href: '/v1/runs/run-0' },
  });
});

it('leads from a baseline to what the baseline looked at', async () => {
  const baseline: FoundPrediction = { ...stored, source: 'baseline', reason: 'stale', features: null };
  expect(await inputs(baseline, [object(0)])).toMatchObject([{ from: '2026-11-14T09:00:00Z', values: 30 }]);
});

it('asks nothing about a record: its input is not kept', async () => {
  expect(await inputs({ ...stored, entity: null, issuedAt: null, validAt: null }, [])).toBeNull();
});

it('names features by the code that made them, and not by another', () => {
  expect(shown(stored, model, { isCodeHere: true, inputs: [] })).toMatchObject({
    ...{ role: 'shadow', feature_code: 'here', features: { yesterday: 50_000.30078125, day_before: null } },
    ...{ inputs: [], replay_href: '/v1/predictions/p/replay' },
  });
  const unnamed = shown(stored, model, { isCodeHere: false, inputs: null });
  expect(unnamed).toMatchObject({ feature_code: 'replaced', feature_row: [50_000.30078125, null] });
  expect(Object.keys(unnamed)).not.toContain('features');
  expect(Object.keys(unnamed)).not.toContain('inputs');
});
