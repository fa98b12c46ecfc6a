// The past a series model asks for, as Postgres has it. One question per input; nothing is kept here.
import { datasets } from '../../data/catalogue.gen.ts';
import { type DatasetDefinition, hasPlaces } from '../../data/dataset.ts';
import { nextStep } from '../../data/grid.ts';
import { lastSlot } from '../../data/schedule.ts';
import { DAY, HOUR, type Instant, type TimeWindow } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { factsOf } from '../../db/queries/history.ts';
import { forecastsMade, type MadeForecast } from '../../db/queries/predictions.ts';
import { CORRECTED_FROM } from '../../models/correction.ts';
import { EVERYWHERE, type Facts, type FactsBySeries, factsKey } from '../../models/history.ts';
import type { DetectorModel, SeriesModel } from '../../models/model.ts';

export interface Past {
  /** What was asked for: before it nothing is known, which is not the same as nothing being there. */
  readonly window: TimeWindow;
  readonly facts: FactsBySeries;
  /** What the releases of the model said of it: their errors correct what they say next. */
  readonly made: readonly MadeForecast[];
  readonly simulated: boolean;
}

/** What has to be read to answer for these instants. */
export function pastNeeded(
  model: SeriesModel | DetectorModel,
  issuedAt: Instant,
  validAt: readonly Instant[],
): TimeWindow {
  // A verdict may be given weeks after its step, and looks at nothing after it.
  if (model.kind === 'detector')
    return { from: Math.min(...validAt) - model.reach, to: nextStep(model.step, Math.max(...validAt)) };
  const first = validAt.reduce((least, at) => Math.min(least, at), issuedAt);
  const last = validAt.reduce((most, at) => Math.max(most, at), issuedAt);
  // A row may look at all of the window that its issue forecasts, whichever of its steps it is asked for.
  const ends = Math.max(nextStep(model.horizon.step, last), model.horizon.window(issuedAt).to);
  return { from: first - model.reach, to: ends };
}

/** Enough for whatever is issued within the last hour, or was due since. */
export function recentWindow({ reach, horizon }: SeriesModel, now: Instant): TimeWindow {
  const slot = lastSlot(horizon.issue, now);
  return { from: Math.min(slot, now - HOUR) - reach, to: Math.max(horizon.window(now).to, horizon.window(slot).to) };
}

/** Its end does not matter: what comes after it was not known when this past was read. */
export const reachesBack = (past: Past, needed: TimeWindow): boolean => past.window.from <= needed.from;

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

/** As far as the correction of any issue in a window of a few days looks back. */
const saidIn = ({ from, to }: TimeWindow): TimeWindow => ({ from: Math.max(from, to - CORRECTED_FROM - 7 * DAY), to });

/** `arrivedBy`: only what had come to us by then. */
export type ReadPast = (model: SeriesModel, window: TimeWindow, arrivedBy?: Instant | null) => Promise<Past>;

/** Where nothing is corrected, what was said before is not looked at. */
export const pastReader =
  (db: Db, { isCorrected }: { readonly isCorrected: boolean }): ReadPast =>
  async (model, window, arrivedBy = null) => {
    const [past, made] = await Promise.all([
      readFacts(db, model, window, arrivedBy),
      isCorrected ? forecastsMade(db, model.id, saidIn(window)) : [],
    ]);
    return { ...past, made };
  };

export async function readFacts(
  db: Db,
  { inputs, entities }: SeriesModel | DetectorModel,
  window: TimeWindow,
  arrivedBy: Instant | null = null,
): Promise<Omit<Past, 'made'>> {
  const facts = new Map<string, Facts>();
  const answers = await Promise.all(
    inputs.map(async (series) => {
      const [id = '', column = ''] = series.split('/');
      const dataset = catalogue.get(id);
      if (!dataset) throw new Error(`${series}: there is no dataset ${id}`);
      const places = hasPlaces(dataset) ? entities : [EVERYWHERE];
      const answer = await factsOf(db, dataset, { column, places, arrivedBy, ...window });
      for (const [entity, known] of answer.facts) facts.set(factsKey(series, entity), known);
      return answer;
    }),
  );
  return { window, facts, simulated: answers.some(({ simulated }) => simulated) };
}
