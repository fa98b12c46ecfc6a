// Runs of ARPEGE by their name: Open-Meteo keeps every one since September 2025, so that what was missed can be asked for again.
import type { Source } from '../../dataset.ts';
import { DAY, type Duration, HOUR, instantsIn } from '../../time.ts';
import { hourOf } from '../../weather/open-meteo.ts';
import { askedRun, LOOKS_AHEAD, parseRun } from '../model-run.ts';

const ENDPOINT = 'https://single-runs-api.open-meteo.com/v1/forecast';
/** Counted from the start of the run. `start_hour` is refused here. */
const FORECAST_HOURS = String(LOOKS_AHEAD / HOUR + 1);

/** For each midnight UTC of the window, the run that started so long before it. */
const singleRun = (id: string, before: Duration): Source => ({
  id,
  secrets: [],
  *fetch(window) {
    for (const midnight of instantsIn(window, DAY)) {
      const run = midnight - before;
      yield askedRun(ENDPOINT, { run: hourOf(run), forecast_hours: FORECAST_HOURS });
    }
  },
  parse: parseRun,
});

/** The run of 00 UTC. */
export const openMeteoSingleRun: Source = singleRun('open-meteo-single-run', 0);

/** The run of 18 UTC of the evening before, where that of midnight was never kept: one hole must not hold up the days after it. */
export const openMeteoEveningRun: Source = singleRun('open-meteo-evening-run', 6 * HOUR);
