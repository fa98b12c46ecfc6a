// What a dashboard sees of the models: the last scored week and the worst drift, a minute old at most.
import { expect, it } from 'vitest';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import { errorSums } from '../../models/score.ts';
import { exposition } from './exposition.ts';
import { type FiguresNow, modelGauges } from './model-gauges.ts';

const FIGURES: FiguresNow = {
  lines: [
    { contestant: 'live', hour: null, day: null, baselineSteps: 0, ...errorSums({ truth: 100, value: 102 }) },
    { contestant: 'published', hour: null, day: null, baselineSteps: 0, ...errorSums({ truth: 0, value: 3 }) },
  ],
  drift: [
    {
      ...{
        model: 'load-day-ahead',
        role: 'live',
        release: 'r1',
        days: 7,
        day: '2026-11-20',
        season: 'autumn',
        rows: 168,
      },
      ...{ isAlert: true, comparedAt: 0, columns: [] },
      worst: [
        {
          name: 'level_mw',
          kind: 'feature',
          psi: 1,
          ks: 1,
          wasserstein: 3,
          missing: 0,
          severity: 1.5,
          sign: 'wasserstein',
        },
      ],
    },
  ],
};

it('says what there is a figure for, and nothing for the rest', async () => {
  const gauges = modelGauges({ models: [loadDayAhead], read: async () => FIGURES });
  const text = exposition({ requests: [], inProgress: 0 }, [], await gauges(() => {}));
  expect(text.split('\n').filter((line) => /^(forecast|drift)/.test(line))).toEqual([
    'forecast_scored_steps{model="load-day-ahead",contestant="live"} 1',
    'forecast_scored_steps{model="load-day-ahead",contestant="published"} 1',
    'forecast_mape_percent{model="load-day-ahead",contestant="live"} 2',
    'drift_severity{model="load-day-ahead",role="live",release="r1",days="7"} 1.5',
    'drift_alert{model="load-day-ahead",role="live",release="r1",days="7"} 1',
  ]);
});

it('asks Postgres once a minute, and says why a model is missing', async () => {
  let now = 0;
  let asked = 0;
  const gauges = modelGauges({
    models: [loadDayAhead],
    async read() {
      asked += 1;
      if (asked === 2) throw new Error('connection refused');
      return FIGURES;
    },
    clock: () => now,
  });
  const lost: string[] = [];
  const samples = async () => (await gauges((model) => lost.push(model))).flatMap((gauge) => gauge.samples).length;
  expect([await samples(), await samples(), asked]).toEqual([5, 5, 1]);
  now = 60_000;
  expect([await samples(), lost]).toEqual([0, ['load-day-ahead']]);
  expect([await samples(), asked]).toEqual([5, 3]);
});
