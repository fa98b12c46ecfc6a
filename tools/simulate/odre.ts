// ODRÉ: éCO2mix, as our world publishes it.
import { eco2mixDatasets } from './eco2mix-datasets.ts';
import { opendatasoftHost } from './opendatasoft.ts';
import { publishedAt } from './publication.ts';

export const odre = opendatasoftHost(['odre.opendatasoft.com'], (world, now) =>
  eco2mixDatasets(world, publishedAt(now)),
);
