// What we ask Open-Meteo for, and what it is here: our column, its name there, the unit it must come in, and what is impossible.

interface Quantity {
  readonly column: string;
  readonly name: string;
  readonly unit: string;
  readonly range: readonly [least: number, most: number];
  /** Stamped with the end of the hour that it is the mean of. The others are values at the stamp itself. */
  readonly ofHourBefore?: true;
}

export const QUANTITIES = [
  { column: 'temperature_celsius', name: 'temperature_2m', unit: '°C', range: [-60, 60] },
  { column: 'humidity_pct', name: 'relative_humidity_2m', unit: '%', range: [0, 100] },
  { column: 'wind_speed_m_per_s', name: 'wind_speed_10m', unit: 'm/s', range: [0, 120] },
  { column: 'wind_speed_100m_m_per_s', name: 'wind_speed_100m', unit: 'm/s', range: [0, 120] },
  { column: 'pressure_hpa', name: 'pressure_msl', unit: 'hPa', range: [850, 1_100] },
  { column: 'cloud_cover_pct', name: 'cloud_cover', unit: '%', range: [0, 100] },
  { column: 'radiation_w_per_m2', name: 'shortwave_radiation', unit: 'W/m²', range: [0, 1_500], ofHourBefore: true },
] as const satisfies readonly Quantity[];

export const COLUMNS = QUANTITIES.map(({ column }) => column);

export const RANGES: Readonly<Record<string, readonly [number, number]>> = Object.fromEntries(
  QUANTITIES.map(({ column, range }) => [column, range]),
);

export const NOTES = {
  temperature_celsius: 'Temperature of the air 2 m above the ground when the hour begins, °C.',
  humidity_pct: 'Relative humidity 2 m above the ground when the hour begins, %.',
  wind_speed_m_per_s: 'Wind speed 10 m above the ground when the hour begins, m/s.',
  wind_speed_100m_m_per_s: 'Wind speed 100 m above the ground, where turbines turn, when the hour begins, m/s.',
  pressure_hpa: 'Pressure of the air, reduced to sea level, when the hour begins, hPa.',
  cloud_cover_pct: 'Share of the sky under clouds when the hour begins, %.',
  radiation_w_per_m2: 'Shortwave radiation on a horizontal square metre, mean of the hour that begins at `at`, W/m².',
} as const;
