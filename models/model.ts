// The other central concept: what a model is. Pure declarations and pure functions, run unchanged by notebook, backtest and edge.
import type { ZodType } from 'zod';
import type { Text } from '../data/dataset.ts';
import type { Step } from '../data/grid.ts';
import type { Schedule } from '../data/schedule.ts';
import type { Duration, Instant, TimeWindow } from '../data/time.ts';
import type { History } from './history.ts';
import type { SeriesRef } from './series.ts';

export type Head =
  | { readonly name: string; readonly kind: 'value' | 'score'; readonly unit: string }
  | { readonly name: string; readonly kind: 'quantile'; readonly level: number; readonly unit: string }
  | { readonly name: string; readonly kind: 'class' | 'label'; readonly classes: readonly string[] };

export interface Gate {
  readonly metric: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

interface Common<F extends string> {
  /** = folder name = URL segment = notebook name. */
  readonly id: string;
  readonly title: Text;
  /** What it describes is measured, unless our simulator alone has it: then the release and every answer say so. */
  readonly learnsFrom?: 'measured' | 'simulated';
  /** Column order of the tensor. */
  readonly features: readonly F[];
  /** Outputs of the graph, in order: the ONNX file names its outputs after them. */
  readonly heads: readonly Head[];
  /** A release that does not pass them cannot be made live. */
  readonly gates: readonly Gate[];
}

export interface Horizon {
  /** When a forecast is issued. */
  readonly issue: Schedule;
  readonly step: Step;
  /** The window forecast by what is issued at an instant. */
  window(issuedAt: Instant): TimeWindow;
}

export interface SeriesModel<I extends SeriesRef = SeriesRef, F extends string = string> extends Common<F> {
  readonly kind: 'series';
  readonly target: I;
  readonly inputs: readonly I[];
  readonly entities: readonly string[];
  readonly horizon: Horizon;
  /** How much past `row` and `baseline` look at. */
  readonly reach: Duration;
  /** The forecast is the baseline when the newest known target is older than this at issue. */
  readonly staleAfter: Duration;
  row(history: History<I>, entity: string, validAt: Instant, issuedAt: Instant): Readonly<Record<F, number>>;
  /** Served when an input is stale; what a release must beat. */
  baseline(history: History<I>, entity: string, validAt: Instant, issuedAt: Instant): number;
}

export interface RecordModel<Input = unknown, F extends string = string> extends Common<F> {
  readonly kind: 'record';
  readonly input: ZodType<Input>;
  /** Made up, and some with something missing: what golden vectors are made of. */
  readonly examples: readonly { readonly what: string; readonly input: Input }[];
  row(input: Input): Readonly<Record<F, number>>;
}

export interface DetectorModel<I extends SeriesRef = SeriesRef, F extends string = string> extends Common<F> {
  readonly kind: 'detector';
  readonly inputs: readonly I[];
  readonly entities: readonly string[];
  readonly step: Step;
  readonly reach: Duration;
  /** Judges the step that begins at `validAt`, once it is over: looks at nothing after it. */
  row(history: History<I>, entity: string, validAt: Instant): Readonly<Record<F, number>>;
}

export type ModelDefinition = SeriesModel | RecordModel | DetectorModel;

export const defineSeriesModel = <const I extends SeriesRef, const F extends string>(
  model: SeriesModel<I, F>,
): SeriesModel<I, F> => model;
export const defineRecordModel = <Input, const F extends string>(model: RecordModel<Input, F>): RecordModel<Input, F> =>
  model;
export const defineDetectorModel = <const I extends SeriesRef, const F extends string>(
  model: DetectorModel<I, F>,
): DetectorModel<I, F> => model;
