// What éCO2mix says of the French grid, and the rules of the world that govern it.
import { QUALITIES } from '../columns.ts';
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, type Instant, MINUTE, parisTimeOn } from '../time.ts';
import { AREAS, DAY_AHEAD, INTRADAY, LOAD, MIX, RANGES, consumption as table } from './table.ts';

/** RTE shows a quarter of an hour within minutes of its end. */
const afterTheFact = ({ at }: { at: Instant }): Instant => at + 30 * MINUTE;

export const consumption = defineDataset({
  id: 'consumption',
  title: { en: 'Electricity of France', fr: 'Électricité en France' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: {},
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
  feeds: [],
  quality: { critical: ['load_mw'] },
  privacy: 'none',
  licence: {
    id: 'etalab-2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    attribution: 'RTE, éCO2mix, via ODRÉ',
  },
  recordsMetric: 'db_consommation_records_total',
});
void [QUALITIES, DAY, HOUR];
