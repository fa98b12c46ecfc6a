// National load of tomorrow, hour by hour, given RTE's own forecast of it: what that forecast tends to miss, and what we would have said ourselves.
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { CALENDAR_OF_HOUR, calendarOfHour } from '../features/calendar-of-hour.ts';
import { TEMPERATURE_INPUTS } from '../features/forecast-days.ts';
import { lastWeekMoved } from '../features/last-week.ts';
import { LOAD_PAST, loadPast } from '../features/load-past.ts';
import { OPERATOR_ERROR, operatorError } from '../features/operator-error.ts';
import { SURPRISE, surpriseOf } from '../features/surprise.ts';
import { TEMPERATURE_EFFECT, temperatureEffect } from '../features/temperature-effect.ts';
import { defineSeriesModel } from '../model.ts';

const LOAD = 'consumption/load_mw';
const RTE = 'consumption/rte_day_ahead_mw';

export const loadDayAheadTso = defineSeriesModel({
  kind: 'series',
  id: 'load-day-ahead-tso',
  title: {
    en: 'Load of tomorrow, given RTE’s forecast',
    fr: 'Consommation de demain, connaissant la prévision de RTE',
  },
  target: LOAD,
  inputs: [LOAD, RTE, ...TEMPERATURE_INPUTS],
  entities: ['FR'],
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (issuedAt) => parisDay(issuedAt, 1),
  },
  reach: 30 * DAY,
  staleAfter: 14 * HOUR,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'load_q10_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'load_q90_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [
    { metric: 'judged_mape_percent', atMost: 1.6 },
    // At least a fifth better than RTE, in each year.
    { metric: 'judged_mape_over_rte', atMost: 0.8 },
    { metric: 'year_2022_mape_over_rte', atMost: 0.8 },
    { metric: 'year_2021_mape_over_rte', atMost: 0.8 },
    { metric: 'judged_coverage_80', atLeast: 0.75, atMost: 0.85 },
  ],
  // Megawatts are in level_mw and rte_mw alone, and the graph multiplies by them.
  features: [...LOAD_PAST, ...CALENDAR_OF_HOUR, ...TEMPERATURE_EFFECT, ...SURPRISE, ...OPERATOR_ERROR],
  row(history, entity, validAt, issuedAt) {
    return {
      ...loadPast({ history, series: LOAD, entity, issuedAt }, validAt),
      ...calendarOfHour(history, validAt),
      ...temperatureEffect(history, entity, validAt),
      ...surpriseOf({ history, load: LOAD, entity, issuedAt }),
      ...operatorError({ history, load: LOAD, forecast: RTE, entity, issuedAt }, validAt),
    };
  },
  /** RTE's forecast is that of an expert; without it, last week. */
  baseline(history, entity, validAt, issuedAt) {
    const asked = { history, series: LOAD, entity, issuedAt } as const;
    const rte = history.mean(RTE, entity, validAt, HOUR);
    return Number.isNaN(rte) ? lastWeekMoved(asked, validAt) : rte;
  },
});
