// Every release that forecasts a series, through the code of the command: what came later moves nothing, and forecasts of load follow the level of what they are given.
import { describe, expect, it } from 'vitest';
import { DAY, midnightOf, parisTimeOn } from '../../data/time.ts';
import { models } from '../../models/catalogue.gen.ts';
import type { FactsBySeries } from '../../models/history.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import { rehearsalFacts } from '../../models/rehearsal.ts';
import { hasRelease, releasedOf } from './released.ts';
import { roll } from './roll.ts';

const catalogue: readonly ModelDefinition[] = Object.values(models);
const released = catalogue.flatMap((model): SeriesModel[] =>
  model.kind === 'series' && hasRelease(model) ? [model] : [],
);
const from = midnightOf('2026-05-13') ?? Number.NaN;
const issuedAt = parisTimeOn(from, { hour: 10, shiftDays: -1 });
const window = { from, to: from + DAY };

async function forecasts(model: SeriesModel, facts: FactsBySeries): Promise<number[]> {
  const rolled = await roll(model, { onnx: releasedOf(model).onnx, facts, window });
  const values = rolled.flatMap(({ heads }) => Object.values(heads).flatMap((head) => [...head]));
  expect(values.length).toBeGreaterThan(0);
  expect(values.every(Number.isFinite)).toBe(true);
  return values;
}
const changed = (facts: FactsBySeries, change: (key: string, value: number, knownAt: number) => number) =>
  new Map(
    Array.from(facts, ([key, one]) => [
      key,
      { ...one, value: one.value.map((value, i) => change(key, value, one.knownAt[i]!)) },
    ]),
  );

it('there are some to try', () => {
  expect(released.length).toBeGreaterThan(0);
});

describe.each(released.map((model) => [model.id, model] as const))('%s', (_, model) => {
  it('forecasts the same whatever came after the issue', async () => {
    const facts = rehearsalFacts(model);
    const later = changed(facts, (_key, value, knownAt) => (knownAt > issuedAt ? 9e9 : value));
    expect(later).not.toEqual(facts);
    expect(await forecasts(model, later)).toEqual(await forecasts(model, facts));
  });

  it.runIf(model.target === 'consumption/load_mw')(
    'forecasts 2 % more, within 0.05 %, when every load and every forecast of it is 2 % higher',
    async () => {
      const facts = rehearsalFacts(model);
      const higher = changed(facts, (key, value) => (key.startsWith('consumption/') ? 1.02 * value : value));
      const before = await forecasts(model, facts);
      const ratios = (await forecasts(model, higher)).map((value, i) => value / before[i]!);
      expect(Math.max(...ratios.map((ratio) => Math.abs(ratio / 1.02 - 1)))).toBeLessThan(0.0005);
    },
  );
});
