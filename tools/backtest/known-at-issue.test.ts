// What a backtest may see of a made-up past: nothing that came after the issue.
import { describe, expect, it } from 'vitest';
import { DAY, formatInstant, HOUR, type Instant, parisTimeOn } from '../../data/time.ts';
import type { FactsBySeries } from '../../models/history.ts';
import { roll } from './roll.ts';
import { echo, loadAt, madeUp, midnight, onnx } from './testing/echo.ts';

/** Absurd from the first fact that was not known at an instant on. */
const poisoned = (facts: FactsBySeries, after: Instant): FactsBySeries =>
  new Map(
    Array.from(facts, ([key, one]) => [
      key,
      { ...one, value: one.value.map((value, i) => (one.knownAt[i]! > after ? 9e9 : value)) },
    ]),
  );
const withoutKnownAt = (facts: FactsBySeries): FactsBySeries =>
  new Map(
    Array.from(facts, ([key, one]) => [key, { ...one, knownAt: one.knownAt.map(() => Number.NEGATIVE_INFINITY) }]),
  );

describe('what is known when a forecast is issued', () => {
  const issuedAt = parisTimeOn(midnight('2024-04-02'), { hour: 10, shiftDays: -1 });
  const day = { from: midnight('2024-04-02'), to: midnight('2024-04-03') };
  const forecasts = async (facts: FactsBySeries) => {
    const [rolled] = await roll(echo, { onnx, facts, window: day });
    if (!rolled) throw new Error('nothing was rolled');
    expect(new Set(Array.from(rolled.issuedAt, formatInstant))).toEqual(new Set([formatInstant(issuedAt)]));
    return [...Object.values(rolled.heads), rolled.rivals.persistence, rolled.rivals.lastWeek].map((one) => [...one]);
  };

  it('is all that forecasts and naive rivals see: absurd values that came later move none of them', async () => {
    const facts = madeUp();
    const before = await forecasts(facts);
    expect(before.flat().filter((value) => !Number.isNaN(value))).toHaveLength(5 * 24);
    expect(await forecasts(poisoned(facts, issuedAt))).toEqual(before);
  });

  it('is more when nobody asks since when: the same check finds that out', async () => {
    const blind = await forecasts(withoutKnownAt(madeUp()));
    expect(await forecasts(withoutKnownAt(poisoned(madeUp(), issuedAt)))).not.toEqual(blind);
  });

  it('holds no hour of the day before: persistence is the newest day that was whole', async () => {
    const [rolled] = await roll(echo, { onnx, facts: madeUp(), window: day });
    // Issued on the first of April: the last whole day is the 31st of March, which has no 02:00.
    const at = midnight('2024-04-02') + 19 * HOUR;
    const i = rolled!.validAt.indexOf(at);
    expect(rolled!.rivals.persistence[i]).toBe(loadAt(at - 2 * DAY));
    expect(rolled!.rivals.lastWeek[i]).toBe(loadAt(midnight('2024-03-26') + 19 * HOUR));
  });

  it('is an older day for persistence where the newest one has a gap', async () => {
    const gap = midnight('2024-03-31') + 12 * HOUR;
    const [rolled] = await roll(echo, { onnx, facts: madeUp(loadAt, (at) => at !== gap), window: day });
    const at = midnight('2024-04-02') + 19 * HOUR;
    expect(rolled!.rivals.persistence[rolled!.validAt.indexOf(at)]).toBe(loadAt(midnight('2024-03-30') + 19 * HOUR));
  });
});
