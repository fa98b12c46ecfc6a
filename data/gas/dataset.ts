// Gas taken from the long-distance networks by those of the towns, region by region, hour by hour.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, parisDay } from '../time.ts';
import { curvesFile } from './curves-file.ts';
import { odreGas } from './sources/odre-gas.ts';
import { opendatasoftGas } from './sources/opendatasoft-gas.ts';
import { METERED, OPERATORS, RANGES, SECTORS, gas as table } from './table.ts';

export const gas = defineDataset({
  id: 'gas',
  title: { en: 'Gas of the regions', fr: 'Gaz des régions' },
  table,
  key: ['operator', 'sector', 'region', 'at'],
  timeColumn: 'at',
  // Regions are not named: Teréga serves three of them, and what it does not serve is no gap.
  places: { operator: OPERATORS, sector: SECTORS },
  ranges: RANGES,
  notes: {
    operator: 'Who runs the long-distance network: natran (GRTgaz until 2025) or terega. Three regions have both.',
    sector: 'Who takes the gas: distribution, the networks of the towns (GRD/ELD).',
    region: 'Where, ISO 3166-2, regions as they are since 2016.',
    at: 'Start of the hour, in UTC.',
    consumption_mwh: 'Gas taken in the hour, MWh of gross calorific value (PCS) at 0 °C. Not electricity.',
  },
  headline: 'consumption_mwh',
  parts: {
    // Published in batches, two to three weeks late.
    metered: { columns: METERED, knownAt: (row) => parisDay(Number(row['at']), 21).from },
  },
  grid: HOUR,
  feeds: [
    {
      id: 'curves',
      columns: METERED,
      schedule: { dailyAt: { hour: 8 } },
      window: 60 * DAY,
      firstWindow: 75 * DAY,
      slice: 31 * DAY,
      staleAfter: 40 * DAY,
      alternatives: [odreGas, opendatasoftGas],
    },
  ],
  quality: {
    critical: METERED,
    anomalies: [
      { kind: 'flat', column: 'consumption_mwh', steps: 6 },
      // Also what a change in the meaning of the labels would look like: see README.md.
      { kind: 'unusual', column: 'consumption_mwh', deviations: 6 },
    ],
  },
  files: [curvesFile],
  privacy: 'none',
  licence: {
    id: 'etalab-2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    attribution: 'GRTgaz (NaTran) and Teréga, via ODRÉ',
  },
});
