// On how many days of a window a model would have had nothing to look at: a forecast without its weather is another forecast. Judges nothing.
import { datasets } from '../../data/catalogue.gen.ts';
import { type DatasetDefinition, hasPlaces } from '../../data/dataset.ts';
import { stepsIn } from '../../data/grid.ts';
import { parisDay, type TimeWindow } from '../../data/time.ts';
import { EVERYWHERE, type Facts, type FactsBySeries, factsKey } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

/** By dataset, where there are any: days on which no value of it lies for some entity. Events are no news when they are absent. */
export function daysWithout(
  { target, inputs, entities }: Pick<SeriesModel, 'target' | 'inputs' | 'entities'>,
  facts: FactsBySeries,
  window: TimeWindow,
): Readonly<Record<string, number>> {
  const days = stepsIn('paris-day', window);
  const out: Record<string, number> = {};
  for (const id of new Set(inputs.map(datasetOf))) {
    const definition = catalogue.get(id);
    if (!definition || id === datasetOf(target) || definition.grid === 'event') continue;
    const keys = inputs
      .filter((series) => datasetOf(series) === id)
      .flatMap((series) => (hasPlaces(definition) ? entities : [EVERYWHERE]).map((place) => factsKey(series, place)));
    const lacking = days.filter((day) => keys.some((key) => !hasAny(facts.get(key), parisDay(day)))).length;
    if (lacking > 0) out[id] = lacking;
  }
  return out;
}

const datasetOf = (series: string): string => series.split('/')[0] ?? '';

function hasAny(known: Facts | undefined, { from, to }: TimeWindow): boolean {
  if (!known) return false;
  const first = known.at.findIndex((at) => at >= from);
  return first >= 0 && known.at[first]! < to;
}
