// What a forecast of a day's gas must never see: that day, and the three weeks before it.
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { changed } from '../../tests/other-facts.ts';
import { type FactsBySeries, factsKey, historyAsOf } from '../history.ts';
import { rehearsalFacts } from '../rehearsal.ts';
import { regionalDaily } from './model.ts';

const facts = rehearsalFacts(regionalDaily);
/** Ten in the morning of Friday 6 March 2026, for the Saturday. */
const ISSUED = Date.UTC(2026, 2, 6, 9);
const { from: SATURDAY } = parisDay(ISSUED, 1);
const rowFrom = (known: FactsBySeries) => regionalDaily.row(historyAsOf(known, ISSUED), 'FR-ARA', SATURDAY, ISSUED);
const gasOf = (change: (mwh: number, at: number) => number): FactsBySeries => {
  const key = factsKey(regionalDaily.target, 'FR-ARA');
  const gas = facts.get(key);
  if (!gas) throw new Error('the rehearsal has no gas');
  // As if every hour were known when it is over: what a source that is not late would give.
  return new Map(facts).set(key, {
    at: gas.at,
    knownAt: gas.at.map((at) => at + DAY),
    value: gas.value.map((mwh, i) => change(mwh, gas.at[i] ?? Number.NaN)),
  });
};

describe('regional-daily', () => {
  it('does not see the day it forecasts, nor any of the 21 days before, even where gas came at once', () => {
    const before = rowFrom(gasOf((mwh) => mwh));
    const since = SATURDAY - 21 * DAY - HOUR;
    expect(rowFrom(gasOf((mwh, at) => (at >= since ? 1e9 : mwh)))).toEqual(before);
    expect(rowFrom(gasOf((mwh, at) => (at >= since - DAY ? 1e9 : mwh)))).not.toEqual(before);
  });

  it('has no feature of hours: a day is never told by a mean of itself', () => {
    expect(regionalDaily.inputs.filter((input) => input.startsWith('gas'))).toEqual(['gas-daily/consumption_mwh']);
  });

  it('is moved by the forecast of tomorrow’s temperature, and by nothing after it', () => {
    const warmth = (change: (celsius: number, at: number) => number): FactsBySeries => {
      const key = factsKey('weather-day-ahead/temperature_mean_celsius', 'FR-ARA');
      const known = facts.get(key);
      if (!known) throw new Error('the rehearsal has no weather');
      const value = known.value.map((celsius, i) => change(celsius, known.at[i] ?? Number.NaN));
      return new Map(facts).set(key, { ...known, value });
    };
    const before = rowFrom(facts);
    expect(rowFrom(warmth((celsius, at) => (at > SATURDAY ? 99 : celsius)))).toEqual(before);
    expect(rowFrom(warmth((celsius, at) => (at === SATURDAY ? -5 : celsius))).felt_celsius).not.toBe(
      before.felt_celsius,
    );
  });

  it('does not use what is told after the morning', () => {
    expect(rowFrom(changed(facts, (value, knownAt) => (knownAt > ISSUED ? 1e9 : value)))).toEqual(rowFrom(facts));
  });

  it('serves the same weekday four weeks before where there is no forecast', () => {
    const known = gasOf((_, at) => (at === SATURDAY - 28 * DAY ? 777 : 1));
    expect(regionalDaily.baseline(historyAsOf(known, ISSUED), 'FR-ARA', SATURDAY, ISSUED)).toBe(777);
  });

  describe('counts the strikes of the seven days that are over', () => {
    const on = (...days: readonly (readonly [before: number, movements: number])[]) => {
      const at = Float64Array.from(days, ([before]) => parisDay(ISSUED, -before).from);
      const listed = {
        at,
        knownAt: at.map((day) => parisDay(day).to),
        value: Float64Array.from(days, ([, count]) => count),
      };
      return rowFrom(new Map(facts).set(factsKey('strike-day/movements_count', ''), listed)).strikes_7d;
    };

    it('day by day, a day that the list does not name as none', () => {
      expect(on([30, 5], [8, 4], [7, 1], [3, 2], [1, 1], [0, 9])).toBe(4);
      expect(on([30, 5])).toBe(0);
    });

    it('and does not know them where no list tells, or none since a year', () => {
      expect(on()).toBeNaN();
      expect(on([400, 1])).toBeNaN();
    });
  });
});
