// The units that column names end in. A closed list: a number without a unit is a bug waiting for its reader.

/** Keyed by suffix, as people write the unit. */
export const UNITS = {
  mw: 'MW',
  kw: 'kW',
  mwh: 'MWh',
  kwh: 'kWh',
  gwh: 'GWh',
  g_per_kwh: 'g/kWh',
  kwh_per_kwp: 'kWh/kWp',
  w_per_m2: 'W/m²',
  eur: '€',
  eur_per_mwh: '€/MWh',
  eur_per_hl: '€/hl',
  usd_per_bbl: '$/bbl',
  usd_per_t: '$/t',
  eur_per_usd: '€/$',
  celsius: '°C',
  kelvin: 'K',
  m_per_s: 'm/s',
  mm_per_s: 'mm/s',
  km: 'km',
  m: 'm',
  mm: 'mm',
  hpa: 'hPa',
  degrees: '°',
  pct: '%',
  share: '0 to 1',
  index: 'index',
  count: '',
  years: 'years',
  days: 'days',
  hours: 'h',
  seconds: 's',
} as const;

/** The longest suffix that fits: `co2_g_per_kwh` is in g/kWh, not in kWh. Undefined when the name has no unit. */
export function unitOf(column: string): string | undefined {
  const [, unit] =
    Object.entries(UNITS)
      .filter(([suffix]) => column.endsWith(`_${suffix}`))
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  return unit;
}
