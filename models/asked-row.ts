// The feature row of one question to a model that looks at a past: a forecast of a step, or a verdict on one that is over. Pure.
import type { Instant } from '../data/time.ts';
import type { History } from './history.ts';
import type { DetectorModel, SeriesModel } from './model.ts';

export interface Asked {
  readonly entity: string;
  readonly validAt: Instant;
  readonly issuedAt: Instant;
}

export const askedRow = (
  model: SeriesModel | DetectorModel,
  history: History,
  { entity, validAt, issuedAt }: Asked,
): Readonly<Record<string, number>> =>
  model.kind === 'detector' ? model.row(history, entity, validAt) : model.row(history, entity, validAt, issuedAt);
