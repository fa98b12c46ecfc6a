// One line of EnergiTech's production file: a turbine, a day, its energy, and whether it was stopped. Missing stays missing.
import type { Row } from '../dataset.ts';
import type { TableFormat, TableRecord } from '../table-format.ts';
import { midnightOf } from '../time.ts';

export const productionFile: TableFormat = {
  id: 'energitech-production',
  required: ['date', 'energie_kWh', 'arret_planifie', 'arret_non_planifie'],
  // The documents say turbine_id, EnergiTech's own files turbin_id.
  optional: ['turbine_id', 'turbin_id'],
  read,
};

function read(record: TableRecord): Row | string {
  const turbine_id = record['turbine_id'] || record['turbin_id'] || '';
  if (!turbine_id) return 'names no turbine, want turbine_id or turbin_id';
  const date = record['date'] ?? '';
  const at = midnightOf(date);
  if (at === null) return `date: got ${date.slice(0, 40)}, want a day as 2025-10-31`;
  const energy_kwh = energy(record['energie_kWh'] ?? '');
  if (energy_kwh === undefined)
    return `energie_kWh: got ${record['energie_kWh']?.slice(0, 40)}, want a number or nothing`;
  const is_planned_stop = flag(record['arret_planifie'] ?? '');
  const is_unplanned_stop = flag(record['arret_non_planifie'] ?? '');
  if (is_planned_stop === undefined || is_unplanned_stop === undefined)
    return `arret: got ${record['arret_planifie']?.slice(0, 20)} and ${record['arret_non_planifie']?.slice(0, 20)}, want 0, 1 or nothing`;
  if (is_planned_stop && is_unplanned_stop) return 'arret: both a planned and an unplanned stop, want at most one';
  return { turbine_id, at, date, energy_kwh, is_planned_stop, is_unplanned_stop, quality: 'consolidated' };
}

/** Null where nothing is said, undefined where it is no number. */
function energy(text: string): number | null | undefined {
  if (text === '') return null;
  const number = text.replace(',', '.');
  return /^-?\d{1,9}(\.\d+)?$/.test(number) ? Number(number) : undefined;
}

/** `1.0` is what a spreadsheet makes of a column with gaps. */
function flag(text: string): boolean | null | undefined {
  if (text === '') return null;
  if (text === '0' || text === '0.0') return false;
  return text === '1' || text === '1.0' ? true : undefined;
}
