// The nation since 2012, consolidated and definitive: values on the half hour, forecasts on every quarter.
import { NATIONAL_GRAIN } from '../eco2mix.ts';
import { odreArchive } from '../odre.ts';

export const odreNationalArchive = odreArchive({
  id: 'odre-national-archive',
  dataset: 'eco2mix-national-cons-def',
  grain: NATIONAL_GRAIN,
});
