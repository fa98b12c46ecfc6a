// Why a series model gave no number: what its row lacks, and which of its series is known for the shortest time. Pure.
import { datasets } from '../../data/catalogue.gen.ts';
import { type DatasetDefinition, hasPlaces } from '../../data/dataset.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import { type FactsBySeries, factsKey } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';

/** The first few say enough: they are named after where they come from. */
const MOST_NAMES = 3;

export function firstOf(features: readonly string[]): string {
  const more = features.length - MOST_NAMES;
  return `${features.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more of its features` : ''}`;
}

export interface LostPast {
  readonly model: SeriesModel;
  readonly facts: FactsBySeries;
  readonly issuedAt: Instant;
  readonly entity: string;
  readonly row: Readonly<Record<string, number>>;
}

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

/** Goes on from "the model gave no number for this". */
export function lostPast({ model, facts, issuedAt, entity, row }: LostPast): string {
  const missing = model.features.filter((feature) => Number.isNaN(row[feature]));
  const without = missing.length === 0 ? '' : ` without ${firstOf(missing)}`;
  const [shortest] = model.inputs
    .filter(isOfPlaces)
    .map((series) => ({ series, since: oldestKnown(facts, series, entity, issuedAt) }))
    .sort((a, b) => b.since - a.since);
  if (!shortest) return without;
  const { series, since } = shortest;
  const known = Number.isFinite(since) ? `nothing from before ${formatInstant(since)} is known` : 'nothing is known';
  return `${without}: of ${series} of ${entity} ${known}, the model looks back to ${formatInstant(issuedAt - model.reach)}`;
}

/** A list of everybody's days begins with its first entry: that says nothing of how long it was kept. */
function isOfPlaces(series: string): boolean {
  const dataset = catalogue.get(series.split('/')[0] ?? '');
  return dataset !== undefined && hasPlaces(dataset);
}

/** Infinity where nothing is known. */
function oldestKnown(facts: FactsBySeries, series: string, entity: string, issuedAt: Instant): Instant {
  const known = facts.get(factsKey(series, entity));
  const first = known?.at.findIndex((_, i) => known.knownAt[i]! <= issuedAt && !Number.isNaN(known.value[i])) ?? -1;
  return known?.at[first] ?? Number.POSITIVE_INFINITY;
}
