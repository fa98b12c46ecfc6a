// The day-ahead price of electricity in France, and when the auction makes it known.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, MINUTE, parisTimeOn } from '../time.ts';
import { ASKS_AHEAD, QUARTERS_SINCE } from './delivery.ts';
import { entsoeFile } from './entsoe.ts';
import { energyCharts } from './sources/energy-charts.ts';
import { rteMarketPage } from './sources/rte-market-page.ts';
import { AUCTION, RANGES, RESOLUTIONS, spotPrice as table, ZONES } from './table.ts';

export const spotPrice = defineDataset({
  id: 'spot-price',
  title: { en: 'Day-ahead price of electricity', fr: "Prix de l'électricité pour le lendemain" },
  table,
  key: ['zone', 'resolution', 'at'],
  timeColumn: 'at',
  places: { zone: ZONES, resolution: RESOLUTIONS },
  owed: { resolution: { PT60M: { to: QUARTERS_SINCE, every: HOUR }, PT15M: { from: QUARTERS_SINCE } } },
  ranges: RANGES,
  notes: {
    zone: 'Bidding zone.',
    resolution: 'Length of the step, ISO 8601: PT60M until September 2025, PT15M since.',
    at: 'Start of the step of delivery, in UTC.',
    price_eur_per_mwh:
      'Price at the day-ahead auction, €/MWh. Negative when the market pays for being relieved of power.',
  },
  headline: 'price_eur_per_mwh',
  parts: {
    // The auction closes at noon; its results are out by 12:55, an hour before anybody has to act on them.
    auction: { columns: AUCTION, knownAt: (row) => parisTimeOn(Number(row['at']), { hour: 13, shiftDays: -1 }) },
  },
  grid: 15 * MINUTE,
  feeds: [
    {
      id: 'day-ahead',
      columns: AUCTION,
      schedule: { every: HOUR },
      // No further than the market page shows in the first hour of a day of Paris, one of 23 hours before it, and a run of an hour ago.
      window: 20 * HOUR,
      ahead: ASKS_AHEAD,
      firstWindow: 45 * DAY,
      slice: 92 * DAY,
      staleAfter: 26 * HOUR,
      alternatives: [energyCharts, rteMarketPage],
    },
  ],
  quality: {
    critical: AUCTION,
    anomalies: [
      { kind: 'range', column: 'price_eur_per_mwh', low: -100, high: 500 },
      { kind: 'jump', column: 'price_eur_per_mwh', most: 200 },
      // Zero may stand for hours on sunny days.
      { kind: 'flat', column: 'price_eur_per_mwh', steps: 16, except: 0 },
      { kind: 'unusual', column: 'price_eur_per_mwh', deviations: 6 },
    ],
  },
  files: [entsoeFile],
  privacy: 'none',
  licence: {
    id: 'cc-by-4.0',
    url: 'https://creativecommons.org/licenses/by/4.0/',
    attribution: 'Bundesnetzagentur | SMARD.de and ENTSO-E, via energy-charts.info (Fraunhofer ISE)',
  },
});
