// ODRÉ: éCO2mix and the gas curves, as our world publishes them.
import { eco2mixDatasets } from './eco2mix-datasets.ts';
import { gasCurves } from './gas-curves.ts';
import { opendatasoftHost } from './opendatasoft.ts';
import { publishedAt } from './publication.ts';

export const odre = opendatasoftHost(['odre.opendatasoft.com'], (world, now) => ({
  ...eco2mixDatasets(world, publishedAt(now)),
  'courbe-de-charge-eldgrd-regional-grtgaz-terega': gasCurves(world, now),
}));
