// The newest run, from the forecast API: it forgets the runs before it, so it can only stand in on the day itself.
import { z } from 'zod';
import { type Answer, ShapeError, type Source } from '../../dataset.ts';
import { formatInstant, type Instant, SECOND } from '../../time.ts';
import { hours } from '../../weather/open-meteo.ts';
import { askedRun, LOOKS_AHEAD, MODEL, parseRun } from '../model-run.ts';

const HOST = 'https://api.open-meteo.com';
const Meta = z.object({ last_run_initialisation_time: z.int().positive() });

export const openMeteoLatestRun: Source = {
  id: 'open-meteo-latest-run',
  secrets: [],
  *fetch({ from, to }) {
    const meta = { method: 'GET', url: `${HOST}/data/${MODEL}/static/meta.json`, answer: 'json' } as const;
    const run = startOf(yield meta);
    if (run < from || run >= to) {
      const want = `want one from ${formatInstant(from)} on and before ${formatInstant(to)}`;
      throw new ShapeError(`the newest run is of ${formatInstant(run)}, ${want}: older ones are not kept here`);
    }
    yield askedRun(`${HOST}/v1/forecast`, hours({ from: run, to: run + LOOKS_AHEAD }));
    const after = startOf(yield meta);
    if (after !== run)
      throw new ShapeError(`while run ${formatInstant(run)} was read, ${formatInstant(after)} took its place`);
  },
  parse: parseRun,
};

function startOf({ status, json }: Answer): Instant {
  const meta = Meta.safeParse(json);
  if (!meta.success) throw new ShapeError(`meta.json of ${MODEL} answered ${status} without the start of its last run`);
  return meta.data.last_run_initialisation_time * SECOND;
}
