// Opendatasoft's own portal: what others publish, mirrored, and what people gather.
import { energyPrices } from './energy-prices.ts';
import { gasCurves } from './gas-curves.ts';
import { opendatasoftHost } from './opendatasoft.ts';

export const opendatasoftPortal = opendatasoftHost(['data.opendatasoft.com'], (world, now) => ({
  'courbe-de-charge-eldgrd-regional-grtgaz-terega@reseaux-energies-rte': gasCurves(world, now),
  'prix-des-energies-en-france@akajoule': energyPrices(world, now),
}));
