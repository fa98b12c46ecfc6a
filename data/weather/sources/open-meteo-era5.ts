// What measurements say afterwards: ERA5, the reanalysis of ECMWF, since 1940 and five days late. One model for all years, so that they compare.
import type { Source } from '../../dataset.ts';
import { hourlySource } from '../hourly-source.ts';
import { asked, days } from '../open-meteo.ts';

export const openMeteoEra5: Source = hourlySource({
  id: 'open-meteo-era5',
  // Its last two or three months are preliminary (ERA5T), and no answer says where they begin: never definitive.
  quality: 'consolidated',
  question: (window) => asked('https://archive-api.open-meteo.com/v1/archive', { ...days(window), models: 'era5' }),
});
