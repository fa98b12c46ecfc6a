// The interface under the compiler: one model of each kind fits, and a wrong name does not compile. Checked by tsc, never run.
import { z } from 'zod';
import { DAY, HOUR, parisDay } from '../data/time.ts';
import {
  type DetectorModel,
  defineDetectorModel,
  defineRecordModel,
  defineSeriesModel,
  type ModelDefinition,
  type RecordModel,
  type SeriesModel,
} from './model.ts';

const title = { en: 'a sketch', fr: 'une esquisse' };

const series = defineSeriesModel({
  kind: 'series',
  id: 'load-sketch',
  title,
  target: 'consumption/load_mw',
  inputs: ['consumption/load_mw', 'consumption/rte_day_ahead_mw'],
  entities: ['FR', 'FR-BRE'],
  horizon: { issue: { dailyAt: { hour: 10 } }, step: HOUR, window: (issuedAt) => parisDay(issuedAt, 1) },
  reach: 8 * DAY,
  staleAfter: DAY,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'load_q90_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [{ metric: 'judged_mape_percent', atMost: 4 }],
  features: ['load_7d', 'rte'],
  row: (history, entity, validAt) => ({
    load_7d: history.at('consumption/load_mw', entity, validAt - 7 * DAY),
    rte: history.mean('consumption/rte_day_ahead_mw', entity, validAt, HOUR),
  }),
  baseline: (history, entity, validAt) => history.at('consumption/load_mw', entity, validAt - 7 * DAY),
});

const record = defineRecordModel({
  kind: 'record',
  id: 'siting-sketch',
  title,
  input: z.strictObject({ energy_cost_eur_mwh: z.number(), country: z.string() }),
  examples: [{ what: 'a dear one', input: { energy_cost_eur_mwh: 300, country: 'France' } }],
  heads: [
    { name: 'suitability', kind: 'score', unit: 'points' },
    { name: 'verdict', kind: 'label', classes: ['good', 'poor'] },
  ],
  gates: [{ metric: 'judged_r2', atLeast: 0.8 }],
  features: ['cost'],
  row: ({ energy_cost_eur_mwh }) => ({ cost: energy_cost_eur_mwh }),
});

const detector = defineDetectorModel({
  kind: 'detector',
  id: 'anomaly-sketch',
  title,
  inputs: ['consumption/load_mw'],
  entities: ['FR'],
  step: HOUR,
  reach: 7 * DAY,
  heads: [{ name: 'strangeness', kind: 'score', unit: '' }],
  gates: [{ metric: 'alarms_per_year', atMost: 20 }],
  features: ['load'],
  row: (history, entity, validAt) => ({ load: history.mean('consumption/load_mw', entity, validAt, HOUR) }),
});

// All of them are models: a catalogue of mixed kinds needs no cast, and neither does asking one of them.
export const catalogue: readonly ModelDefinition[] = [series, record, detector];

export function ask(model: ModelDefinition, body: unknown): Readonly<Record<string, number>> | null {
  return model.kind === 'record' ? model.row(model.input.parse(body)) : null;
}

// What a model says of itself stays known to the compiler.
export const kinds: [SeriesModel, RecordModel, DetectorModel] = [series, record, detector];
export const feature: 'load_7d' | 'rte' = series.features[0]!;
export const input: { energy_cost_eur_mwh: number; country: string } = record.input.parse({});

defineSeriesModel({
  ...series,
  // @ts-expect-error no dataset has this series
  target: 'consumption/lod_mw',
});
defineSeriesModel({
  ...series,
  // @ts-expect-error a text column is not a series
  inputs: ['consumption/area'],
});
defineSeriesModel({
  ...series,
  inputs: ['consumption/load_mw'],
  features: ['wind'],
  // @ts-expect-error a history holds the inputs that were declared, no others
  row: (history, entity, validAt) => ({ wind: history.at('consumption/wind_mw', entity, validAt) }),
});
defineSeriesModel({
  ...series,
  // @ts-expect-error a declared feature is missing from the row
  row: (history, entity, validAt) => ({ load_7d: history.at('consumption/load_mw', entity, validAt) }),
});
defineRecordModel({
  ...record,
  // @ts-expect-error the input has no such field
  row: ({ energy_cost }) => ({ cost: energy_cost }),
});
defineDetectorModel({
  ...detector,
  // @ts-expect-error a quantile says which
  heads: [{ name: 'q', kind: 'quantile', unit: 'MW' }],
});
// @ts-expect-error a detector has no truth to be compared with
defineDetectorModel({ ...detector, kind: 'series' });
