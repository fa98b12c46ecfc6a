// National load of tomorrow, hour by hour, from its own past, the calendar and tomorrow's temperature. Never looks at RTE's forecast.
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { CALENDAR_OF_HOUR, calendarOfHour } from '../features/calendar-of-hour.ts';
import { TEMPERATURE_INPUTS } from '../features/forecast-days.ts';
import { lastWeekMoved } from '../features/last-week.ts';
import { LOAD_PAST, loadPast } from '../features/load-past.ts';
import { SURPRISE, surpriseOf } from '../features/surprise.ts';
import { TEMPERATURE_EFFECT, temperatureEffect } from '../features/temperature-effect.ts';
import { defineSeriesModel } from '../model.ts';

const LOAD = 'consumption/load_mw';

export const loadDayAhead = defineSeriesModel({
  kind: 'series',
  id: 'load-day-ahead',
  title: { en: 'Load of tomorrow', fr: 'Consommation de demain' },
  target: LOAD,
  inputs: [LOAD, ...TEMPERATURE_INPUTS],
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
    // RTE's own day-ahead forecast, over the same hours of 2023.
    { metric: 'judged_mape_percent', atMost: 2.01 },
    { metric: 'judged_mae_over_baseline', atMost: 0.5 },
    { metric: 'judged_coverage_80', atLeast: 0.78, atMost: 0.82 },
  ],
  // All loads but level_mw are over that level. The graph multiplies by it.
  features: [...LOAD_PAST, ...CALENDAR_OF_HOUR, ...TEMPERATURE_EFFECT, ...SURPRISE],
  row(history, entity, validAt, issuedAt) {
    return {
      ...loadPast({ history, series: LOAD, entity, issuedAt }, validAt),
      ...calendarOfHour(history, validAt),
      ...temperatureEffect(history, entity, validAt),
      ...surpriseOf({ history, load: LOAD, entity, issuedAt }),
    };
  },
  baseline: (history, entity, validAt, issuedAt) => lastWeekMoved({ history, series: LOAD, entity, issuedAt }, validAt),
});
