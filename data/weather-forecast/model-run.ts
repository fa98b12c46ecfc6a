// One run of Météo-France's ARPEGE over Europe: when it starts, when it is there, how far it looks. And how its answer is read.
import { type HttpQuestion, type Row, ShapeError, type Source } from '../dataset.ts';
import { formatInstant, HOUR, MINUTE } from '../time.ts';
import { type PlaceAnswer, parsedAnswers } from '../weather/answer.ts';
import { asked } from '../weather/open-meteo.ts';

export const MODEL = 'meteofrance_arpege_europe';
/** ARPEGE starts at 00, 06, 12 and 18 UTC. */
const STARTS_EVERY = 6 * HOUR;
/** From the start of a run to the moment when its last hour could be had. Runs are there in four to five hours. */
export const PUBLISHED_AFTER = 5 * HOUR + 30 * MINUTE;
/** To the end of the day after tomorrow, in Paris: what a forecast made on the morning before needs, and a day more. */
export const LOOKS_AHEAD = 72 * HOUR;

/**
 * An answer does not say of which run it is. Each source asks so that it begins with the hour at which the run started:
 * the bytes themselves tell, on replay too, and however often one run is asked for.
 */
export const askedRun = (endpoint: string, query: Readonly<Record<string, string>>): HttpQuestion =>
  asked(endpoint, { models: MODEL, ...query });

export const parseRun: Source['parse'] = (bytes) => parsedAnswers(bytes, rowsOf);

function rowsOf({ stamps, hours: told }: PlaceAnswer): Row[] {
  const issued = stamps[0];
  if (issued === undefined) return [];
  if (issued % STARTS_EVERY !== 0)
    throw new ShapeError(`begins at ${formatInstant(issued)}, when no run of ${MODEL} starts`);
  return told.map(({ place, at, values }) => ({ place, issued_at: issued, at, quality: 'definitive', ...values }));
}
