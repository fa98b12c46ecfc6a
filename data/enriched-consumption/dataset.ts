// The load of an hour beside price, weather, calendar and strikes of the same hour: derived from our own tables.
import { AREAS } from '../consumption/table.ts';
import { defineDataset, type Row } from '../dataset.ts';
import { DAY, HOUR, type Instant, MINUTE, parisDay, parisTimeOn } from '../time.ts';
import { NOTES } from './notes.ts';
import { ownTables } from './sources/own-tables.ts';
import { CALENDAR, CLOCK, LOAD, PRICE, RANGES, STRIKES, enrichedConsumption as table, WEATHER } from './table.ts';

const at = (row: Row): Instant => Number(row['at']);
const COLUMNS = [...CLOCK, ...LOAD, ...PRICE, ...WEATHER, ...CALENDAR, ...STRIKES];

export const enrichedConsumption = defineDataset({
  id: 'enriched-consumption',
  title: { en: 'Electricity of France, the hour explained', fr: 'Électricité en France, l’heure expliquée' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: NOTES,
  headline: 'load_mw',
  // The rules of the inputs: what is known when all of a part is.
  parts: {
    clock: { columns: CLOCK, knownAt: at },
    // The last quarter is shown half an hour after it has begun: see `consumption`.
    load: { columns: LOAD, knownAt: (row) => at(row) + 75 * MINUTE },
    // The auction of the day is published at one in the afternoon of the day before.
    price: { columns: PRICE, knownAt: (row) => parisTimeOn(at(row), { hour: 13, shiftDays: -1 }) },
    // See `weather`. What the reanalysis says six days later is a correction, known since it came.
    weather: { columns: WEATHER, knownAt: (row) => at(row) + 2 * HOUR },
    // Holidays are decreed long before; a day of them is whole when it begins.
    calendar: { columns: CALENDAR, knownAt: (row) => parisDay(at(row)).from },
    // A movement may be announced on its very day.
    strikes: { columns: STRIKES, knownAt: (row) => parisDay(at(row)).to },
  },
  grid: HOUR,
  feeds: [
    {
      id: 'recent',
      columns: COLUMNS,
      schedule: { every: HOUR },
      // What came late: the weather of a model run, prices after a failed morning.
      window: 2 * DAY,
      firstWindow: 45 * DAY,
      slice: 31 * DAY,
      staleAfter: 6 * HOUR,
      alternatives: [ownTables],
    },
    {
      id: 'corrections',
      columns: COLUMNS,
      // Half an hour after the archives of everything were asked for.
      schedule: { dailyAt: { hour: 20, minute: 30 } },
      window: 35 * DAY,
      firstWindow: 35 * DAY,
      slice: 31 * DAY,
      staleAfter: 3 * DAY,
      alternatives: [ownTables],
    },
    {
      id: 'consolidation',
      // RTE consolidates a quarter of a year of load at once: see `consumption`. Nothing else changes so late.
      columns: [...CLOCK, ...LOAD],
      schedule: { weeklyOn: { weekday: 6, hour: 22 } },
      window: 130 * DAY,
      firstWindow: 130 * DAY,
      slice: 31 * DAY,
      staleAfter: 20 * DAY,
      alternatives: [ownTables],
    },
  ],
  quality: { critical: ['load_mw', 'price_eur_per_mwh', 'temperature_celsius'] },
  derivedFrom: ['consumption', 'spot-price', 'weather', 'calendar', 'strike-day'],
  privacy: 'none',
  // The strikes of SNCF ask that what is made of them is shared as they are; all else asks for its name.
  licence: {
    id: 'odbl-1.0',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    attribution: 'RTE via ODRÉ, energy-charts.info, Open-Meteo.com, data.gouv.fr and SNCF, combined by Wattmesh',
  },
});
