// The plainest model of load for tests: the load of the day before; its baseline that of the week before.
import { DAY, HOUR } from '../../../data/time.ts';
import { defineSeriesModel } from '../../../models/model.ts';

export const LOAD = 'consumption/load_mw';

export const AS_YESTERDAY = defineSeriesModel({
  kind: 'series',
  id: 'as-yesterday',
  title: { en: 'As yesterday', fr: 'Comme hier' },
  target: LOAD,
  inputs: [LOAD],
  entities: ['FR'],
  horizon: { issue: { dailyAt: { hour: 10 } }, step: HOUR, window: (at) => ({ from: at, to: at + 2 * DAY }) },
  reach: 8 * DAY,
  staleAfter: 12 * HOUR,
  heads: [{ name: 'load_mw', kind: 'value', unit: 'MW' }],
  gates: [],
  features: ['yesterday'],
  row: (history, entity, validAt) => ({ yesterday: history.at(LOAD, entity, validAt - DAY) }),
  baseline: (history, entity, validAt) => history.at(LOAD, entity, validAt - 7 * DAY),
});
