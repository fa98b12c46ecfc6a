// Datasets and feeds by id, as the rest of ingest knows them: never a literal id.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';

const byId: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

export const allDatasets = (): readonly DatasetDefinition[] => [...byId.values()];

export const datasetOf = (id: string): DatasetDefinition | undefined => byId.get(id);

export const feedOf = (definition: DatasetDefinition, id: string): Feed | undefined =>
  definition.feeds.find((feed) => feed.id === id);
