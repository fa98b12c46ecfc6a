// The regions of the mainland of France since 2016, by ISO 3166-2. Corsica, which no grid of ours reaches, stands where its facts do.

export const MAINLAND_REGIONS = [
  'FR-ARA',
  'FR-BFC',
  'FR-BRE',
  'FR-CVL',
  'FR-GES',
  'FR-HDF',
  'FR-IDF',
  'FR-NAQ',
  'FR-NOR',
  'FR-OCC',
  'FR-PAC',
  'FR-PDL',
] as const;
