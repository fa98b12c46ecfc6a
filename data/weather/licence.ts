// Under what terms Open-Meteo gives its answers away.
import type { Licence } from '../dataset.ts';

export const LICENCE: Licence = {
  id: 'cc-by-4.0',
  url: 'https://open-meteo.com/en/licence',
  attribution:
    'Weather data by Open-Meteo.com (ERA5: Copernicus Climate Change Service; models: Météo-France and others)',
};
