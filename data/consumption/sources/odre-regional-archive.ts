// The twelve regions since 2013, consolidated and definitive, every half hour.
import { REGIONAL_GRAIN } from '../eco2mix.ts';
import { odreArchive } from '../odre.ts';

export const odreRegionalArchive = odreArchive({
  id: 'odre-regional-archive',
  dataset: 'eco2mix-regional-cons-def',
  grain: REGIONAL_GRAIN,
});
