// What monitor keeps between requests, and how it reaches Postgres and the counters. Knows the bindings; decides nothing.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { connect, type Db } from '../../db/client.ts';
import { countRows } from '../../db/queries/read-rows.ts';
import { models } from '../../models/catalogue.gen.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import type { Bindings } from './env.ts';
import { figuresNow, modelGauges } from './model-gauges.ts';
import { recordCounts } from './records.ts';
import { releaseSketches, type SketchesOf } from './release-sketches.ts';

export interface Isolate {
  readonly db: Db;
  /** A new stub for each call: one that saw its object end stays broken. */
  metrics(): ReturnType<Bindings['METRICS']['getByName']>;
  readonly records: ReturnType<typeof recordCounts>;
  readonly sketchesOf: SketchesOf;
  readonly gauges: ReturnType<typeof modelGauges>;
}

export const everyDataset: readonly DatasetDefinition[] = Object.values(datasets);
export const everyModel: readonly ModelDefinition[] = Object.values(models);
export const seriesModels: readonly SeriesModel[] = everyModel.filter((model) => model.kind === 'series');

const isolates = new WeakMap<Bindings, Isolate>();

export function isolateOf(env: Bindings): Isolate {
  const known = isolates.get(env);
  if (known) return known;
  const db = connect(env);
  const isolate = {
    db,
    metrics: () => env.METRICS.getByName('mesh'),
    records: recordCounts({ datasets: everyDataset, count: (dataset) => countRows(db, dataset) }),
    sketchesOf: releaseSketches(env.LAKE),
    gauges: modelGauges({ models: everyModel, read: (model) => figuresNow(db, model) }),
  };
  isolates.set(env, isolate);
  return isolate;
}
