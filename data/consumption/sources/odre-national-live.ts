// The nation, quarter by quarter, about an hour late: éCO2mix real time through ODRÉ.
import { NATIONAL_GRAIN } from '../eco2mix.ts';
import { odreLive } from '../odre.ts';

export const odreNationalLive = odreLive({
  id: 'odre-national-live',
  dataset: 'eco2mix-national-tr',
  grain: NATIONAL_GRAIN,
});
