// The run of 00 UTC of each day, by its name: Open-Meteo keeps every run of ARPEGE since September 2025, so that what was missed can be asked for again.
import type { Source } from '../../dataset.ts';
import { DAY, instantsIn } from '../../time.ts';
import { hourOf } from '../../weather/open-meteo.ts';
import { askedRun, parseRun } from '../model-run.ts';

const ENDPOINT = 'https://single-runs-api.open-meteo.com/v1/forecast';

export const openMeteoSingleRun: Source = {
  id: 'open-meteo-single-run',
  secrets: [],
  *fetch(window) {
    for (const run of instantsIn(window, DAY)) yield askedRun(ENDPOINT, run, { run: hourOf(run) });
  },
  parse: parseRun,
};
