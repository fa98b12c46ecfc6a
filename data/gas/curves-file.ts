// The regional gas curves as the anomaly project kept them: a CSV with the labels of the clock as names, and strikes beside them.
import { numberOf } from '../opendatasoft.ts';
import type { Finding, Memory, TableFormat, TableRecord } from '../table-format.ts';
import { hoursOf } from './gas-day.ts';

const HOURS = Array.from({ length: 24 }, (_, label) => `${String(label).padStart(2, '0')}:00`);
const SECTOR = "secteur_d'activité";
const TOTAL = 'consommation_journalière_(mwh_-_pcs_0°c)';

export const curvesFile: TableFormat = {
  id: 'gas-curves',
  required: ['date', 'opérateur', SECTOR, 'région', ...HOURS, TOTAL, 'statut'],
  // Strikes are a dataset of their own: these two columns were joined to the file afterwards.
  optional: ['movement_social', 'motif'],
  read,
};

function read(record: TableRecord, memory: Memory = new Map()): readonly Finding[] {
  const mwh = HOURS.map((name) => numberOf(record[name]));
  const wrong = mwh.indexOf(undefined);
  if (wrong >= 0) return [`${HOURS[wrong]}: got ${record[HOURS[wrong] ?? '']?.slice(0, 60)}, want MWh or nothing`];
  return hoursOf(
    {
      date: record['date'] ?? '',
      operator: record['opérateur'] ?? '',
      sector: record[SECTOR] ?? '',
      region: record['région'] ?? '',
      status: record['statut'] ?? '',
      total: numberOf(record[TOTAL]) ?? null,
      hours: mwh.map((value) => value ?? null),
    },
    memory,
  );
}
