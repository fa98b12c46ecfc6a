// The twelve regions, quarter by quarter: éCO2mix real time through ODRÉ.
import { REGIONAL_GRAIN } from '../eco2mix.ts';
import { odreLive } from '../odre.ts';

export const odreRegionalLive = odreLive({
  id: 'odre-regional-live',
  dataset: 'eco2mix-regional-tr',
  grain: REGIONAL_GRAIN,
});
