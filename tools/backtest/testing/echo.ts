// For tests of the backtest: a model whose graph says what it looks at, and a made-up past, another value each hour.
import { DAY, HOUR, type Instant, instantsIn, MINUTE, midnightOf, parisTimeOn } from '../../../data/time.ts';
import type { Facts, FactsBySeries, History } from '../../../models/history.ts';
import { defineSeriesModel } from '../../../models/model.ts';
import { attr, INPUT, modelBytes } from '../../../notebooks/lab/onnx/graph.ts';

export const LOAD = 'consumption/load_mw';
export const RTE = 'consumption/rte_day_ahead_mw';
export const midnight = (date: string): Instant => midnightOf(date) ?? Number.NaN;

/** The load of the same hour on the newest day of which it was known. */
const newestKnown = (
  history: History<typeof LOAD | typeof RTE>,
  entity: string,
  validAt: Instant,
  days: readonly number[],
): number =>
  days.map((day) => history.mean(LOAD, entity, validAt - day * DAY, HOUR)).find(Number.isFinite) ?? Number.NaN;

/** Answers with what it looks at: the load of days before, where it was known, and RTE's forecast. */
export const echo = defineSeriesModel({
  kind: 'series',
  id: 'echo',
  title: { en: 'Echo', fr: 'Écho' },
  target: LOAD,
  inputs: [LOAD, RTE],
  entities: ['FR'],
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (issuedAt) => ({
      from: parisTimeOn(issuedAt, { hour: 0, shiftDays: 1 }),
      to: parisTimeOn(issuedAt, { hour: 0, shiftDays: 2 }),
    }),
  },
  reach: 9 * DAY,
  staleAfter: 14 * HOUR,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'low_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'high_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [],
  features: ['load_1d', 'rte', 'load_2d'],
  row: (history, entity, validAt) => ({
    load_1d: newestKnown(history, entity, validAt, [1, 2, 3, 4]),
    rte: history.at(RTE, entity, validAt),
    load_2d: newestKnown(history, entity, validAt, [2, 3, 4]),
  }),
  baseline: (history, entity, validAt) => history.mean(LOAD, entity, validAt - 7 * DAY, HOUR),
});
const columnOf = (output: string, column: string) => ({
  op: 'Gather',
  inputs: [INPUT, column],
  output,
  attributes: [attr.int('axis', 1)],
});
export const onnx = modelBytes({
  name: 'echo',
  features: 3,
  nodes: [columnOf('load_mw', 'second'), columnOf('low_mw', 'third'), columnOf('high_mw', 'first')],
  constants: [
    { name: 'first', value: 0, type: 'int64' },
    { name: 'second', value: 1, type: 'int64' },
    { name: 'third', value: 2, type: 'int64' },
  ],
  outputs: ['load_mw', 'low_mw', 'high_mw'],
});

export const WINDOW = { from: midnight('2024-03-20'), to: midnight('2024-04-10') };
const hours = instantsIn({ from: WINDOW.from - 70 * DAY, to: WINDOW.to }, HOUR);
/** Another value each hour, whole numbers of MW. */
export const loadAt = (at: Instant): number => 40_000 + (((at / HOUR) * 7_919) % 9_973);
export function madeUp(load = loadAt, keep: (at: Instant) => boolean = () => true): FactsBySeries {
  const facts = (
    kept: readonly Instant[],
    knownAt: (at: Instant) => Instant,
    value: (at: Instant) => number,
  ): Facts => ({
    at: Float64Array.from(kept),
    knownAt: Float64Array.from(kept, knownAt),
    value: Float64Array.from(kept, value),
  });
  return new Map([
    [`${LOAD}|FR`, facts(hours.filter(keep), (at) => at + 75 * MINUTE, load)],
    [
      `${RTE}|FR`,
      facts(
        hours,
        (at) => parisTimeOn(at, { hour: 10, shiftDays: -1 }),
        (at) => load(at) + 500,
      ),
    ],
  ]);
}
