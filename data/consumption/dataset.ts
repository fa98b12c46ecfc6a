// What éCO2mix says of the French grid, and the rules of the world that govern it.
import { defineDataset } from '../dataset.ts';
import { MAINLAND_REGIONS } from '../regions.ts';
import { DAY, HOUR, type Instant, MINUTE, parisTimeOn } from '../time.ts';
import { NOTES } from './notes.ts';
import { odreNationalArchive } from './sources/odre-national-archive.ts';
import { odreNationalLive } from './sources/odre-national-live.ts';
import { odreRegionalArchive } from './sources/odre-regional-archive.ts';
import { odreRegionalLive } from './sources/odre-regional-live.ts';
import { rte } from './sources/rte.ts';
import {
  AREAS,
  DAY_AHEAD,
  INTRADAY,
  LOAD,
  MIX,
  NATIONAL_MIX,
  RANGES,
  REGIONAL_MIX,
  consumption as table,
} from './table.ts';

const NATION = { area: ['FR'] };
const REGIONS = { area: MAINLAND_REGIONS };

/** RTE shows a quarter of an hour within minutes of its end. */
const afterTheFact = ({ at }: { at: Instant }): Instant => at + 30 * MINUTE;

/** The live datasets hold two months: where the archives end in the month before last, no day is left open between them. */
const LIVE_REACHES_BACK = 59 * DAY;

export const consumption = defineDataset({
  id: 'consumption',
  title: { en: 'Electricity of France', fr: 'Électricité en France' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: NOTES,
  // éCO2mix begins here.
  earliest: Date.UTC(2012, 0, 1),
  headline: 'load_mw',
  parts: {
    load: { columns: LOAD, knownAt: (row) => afterTheFact({ at: Number(row['at']) }) },
    // RTE publishes its day-ahead forecast by 10:00 on the day before.
    day_ahead: { columns: DAY_AHEAD, knownAt: (row) => parisTimeOn(Number(row['at']), { hour: 10, shiftDays: -1 }) },
    // The forecast of the day is revised until the fact: only its last state is kept by éCO2mix.
    intraday: { columns: INTRADAY, knownAt: (row) => Number(row['at']) },
    mix: { columns: MIX, knownAt: (row) => afterTheFact({ at: Number(row['at']) }) },
  },
  grid: 15 * MINUTE,
  feeds: [
    {
      id: 'national-live',
      places: NATION,
      columns: [...LOAD, ...DAY_AHEAD, ...INTRADAY],
      schedule: { every: 15 * MINUTE },
      window: DAY,
      // Rows of tomorrow carry RTE's forecast before there is anything to measure.
      ahead: 2 * DAY,
      firstWindow: LIVE_REACHES_BACK,
      reachesBack: LIVE_REACHES_BACK,
      // The longest that RTE is known to answer at once.
      slice: 31 * DAY,
      staleAfter: 3 * HOUR,
      alternatives: [rte, odreNationalLive],
    },
    {
      id: 'national-mix-live',
      places: NATION,
      columns: NATIONAL_MIX,
      schedule: { every: 15 * MINUTE },
      window: DAY,
      firstWindow: LIVE_REACHES_BACK,
      reachesBack: LIVE_REACHES_BACK,
      slice: 31 * DAY,
      staleAfter: 3 * HOUR,
      alternatives: [odreNationalLive],
    },
    {
      id: 'regional-live',
      places: REGIONS,
      columns: [...LOAD, ...REGIONAL_MIX],
      schedule: { every: 15 * MINUTE },
      // Twelve regions are a megabyte a day.
      window: 6 * HOUR,
      firstWindow: LIVE_REACHES_BACK,
      reachesBack: LIVE_REACHES_BACK,
      slice: 31 * DAY,
      staleAfter: 3 * HOUR,
      alternatives: [odreRegionalLive],
    },
    {
      id: 'national-archive',
      places: NATION,
      columns: [...LOAD, ...DAY_AHEAD, ...INTRADAY, ...NATIONAL_MIX],
      schedule: { dailyAt: { hour: 20 } },
      // RTE consolidates a quarter of a year at once, one month after its end.
      window: 130 * DAY,
      firstWindow: 130 * DAY,
      slice: 366 * DAY,
      staleAfter: 10 * DAY,
      grid: 30 * MINUTE,
      alternatives: [odreNationalArchive],
    },
    {
      id: 'regional-archive',
      places: REGIONS,
      columns: [...LOAD, ...REGIONAL_MIX],
      // Batches come by the quarter: once a week is soon enough for twelve regions.
      schedule: { weeklyOn: { weekday: 6, hour: 20 } },
      window: 130 * DAY,
      firstWindow: 130 * DAY,
      slice: 62 * DAY,
      staleAfter: 20 * DAY,
      grid: 30 * MINUTE,
      alternatives: [odreRegionalArchive],
    },
  ],
  quality: {
    critical: ['load_mw'],
    // Set so that good years of measured load stay quiet: the README has the figures.
    anomalies: [
      { kind: 'range', column: 'load_mw', low: 25_000, high: 100_000, places: NATION.area },
      { kind: 'jump', column: 'load_mw', most: 3_500, places: NATION.area },
      { kind: 'jump', column: 'load_mw', most: 700, places: REGIONS.area },
      { kind: 'flat', column: 'load_mw', steps: 4 },
      { kind: 'unusual', column: 'load_mw', deviations: 8 },
    ],
  },
  privacy: 'none',
  licence: {
    id: 'etalab-2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    attribution: 'RTE, éCO2mix, via ODRÉ',
  },
  recordsMetric: 'db_consommation_records_total',
});
