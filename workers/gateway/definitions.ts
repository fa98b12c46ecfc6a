// The datasets and models this gateway serves, as the definitions say. Facts about persons are not served here.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal } from '../../data/privacy.ts';
import { models } from '../../models/catalogue.gen.ts';
import type { ModelDefinition } from '../../models/model.ts';
import { fail, ok, type Result } from '../mesh/result.ts';

/** Those about persons too: for what is brought to us and for how that went. Never for rows. */
export const ALL_DATASETS: readonly DatasetDefinition[] = Object.values(datasets);
/** Whose rows others may bring; those of the rest are computed from them. */
export const BROUGHT_DATASETS = ALL_DATASETS.filter(({ derivedFrom }) => derivedFrom === undefined);
/** Whose rows are served. */
export const DATASETS = ALL_DATASETS.filter((definition) => !isPersonal(definition));
export const MODELS: readonly ModelDefinition[] = Object.values(models);

const byId = <T extends { readonly id: string }>(all: readonly T[], what: string) => {
  const found = new Map(all.map((one) => [one.id, one]));
  return (id: string): Result<T> => {
    const one = found.get(id);
    return one ? ok(one) : fail({ reason: 'not_found', what, id });
  };
};
export const datasetById = byId(DATASETS, 'dataset');
/** Those about persons too: never for rows. */
export const anyDatasetById = byId(ALL_DATASETS, 'dataset');
export const modelById = byId(MODELS, 'model');

/** `load-day-ahead` as part of an operationId: `LoadDayAhead`. */
export const inCamelCase = (id: string): string =>
  id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
