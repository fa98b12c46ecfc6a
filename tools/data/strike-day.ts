// The days of the strikes of SNCF's list: the rules of data/strike-day/sources/movements.ts without a database.
import type { Row } from '../../data/dataset.ts';
import { curvesFile } from '../../data/gas/curves-file.ts';
import { movementOf } from '../../data/social-movement/movement.ts';
import { strikeDay } from '../../data/strike-day/dataset.ts';
import type { TableFormat } from '../../data/table-format.ts';
import { midnightOf, parisDate, parisDay } from '../../data/time.ts';
import { strikesBetween } from '../simulate/strikes.ts';
import { GAS_FILES } from './gas.ts';
import type { Imported, Importer } from './importer.ts';
import type { SharedFolder } from './shared-folder.ts';
import { movementsIn } from './social-movement.ts';

export const strikeDayImport: Importer = {
  definition: strikeDay,
  async *rows(shared): AsyncGenerator<Imported> {
    const listed = strikeDaysOf(await movementsIn(shared));
    for (const row of listed) yield { row, source: 'sncf-file' };
    const after = Number(listed.at(-1)?.['at'] ?? Number.NEGATIVE_INFINITY);
    for (const row of await flaggedDays(shared))
      if (Number(row['at']) > after) yield { row, source: 'gas-curves-file' };
  },
  *simulated({ seed }, { from, to }): Generator<Imported> {
    const movements = strikesBetween(seed, parisDate(from), parisDate(to - 1)).map(({ start, end, reason }) => {
      const row = movementOf({ date_de_debut: start, date_de_fin: end, motif: reason });
      if (typeof row === 'string') throw new Error(`the simulator made a strike that nobody can read: ${row}`);
      return row;
    });
    for (const row of strikeDaysOf(movements)) yield { row, source: 'simulator' };
  },
};

/** SNCF's list that is shared ends in 2020; the curves of gas name strikes up to where they end. The same strikes, as far as both go. */
const flags: TableFormat = {
  id: 'gas-strike-flags',
  required: [...curvesFile.required, 'movement_social', 'motif'],
  read({ date = '', movement_social = '', motif = '' }) {
    const at = midnightOf(date);
    if (at === null) return `date: got ${date.slice(0, 60)}, want a day as 2022-12-31`;
    if (movement_social !== 'True') return [];
    return { at, date, movements_count: 1, highest_rate_pct: null, reasons: motif, quality: 'consolidated' };
  },
};

async function flaggedDays(shared: SharedFolder): Promise<Row[]> {
  const days = new Map<unknown, Row>();
  for (const path of shared.files(...GAS_FILES))
    for await (const row of shared.table(path, flags)) days.set(row['at'], row);
  return [...days.values()].sort((a, b) => Number(a['at']) - Number(b['at']));
}

/** Movements of the same days and reason are one; one whose end nobody told counts on its first day alone. */
export function strikeDaysOf(movements: readonly Row[]): Row[] {
  const once = Map.groupBy(movements, (row) => [row['starts_at'], row['ends_at'], plainReason(row)].join(' '));
  const days = new Map<number, { rates: number[]; reasons: Set<string>; count: number }>();
  for (const same of once.values()) {
    const [first] = same;
    const startsAt = Number(first?.['starts_at']);
    const endsAt = Number(first?.['ends_at'] ?? parisDay(startsAt).to);
    const reason = same.map((row) => String(row['reason'])).sort()[0] ?? '';
    const rates = same.flatMap((row) => (typeof row['rate_pct'] === 'number' ? [row['rate_pct']] : []));
    for (let at = startsAt; at < endsAt; at = parisDay(at).to) {
      const day = days.get(at) ?? { rates: [], reasons: new Set(), count: 0 };
      days.set(at, day);
      day.count += 1;
      day.rates.push(...rates);
      day.reasons.add(reason);
    }
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([at, { rates, reasons, count }]) => ({
      at,
      date: parisDate(at),
      movements_count: count,
      highest_rate_pct: rates.length === 0 ? null : Math.max(...rates),
      reasons: [...reasons].sort().join(' · '),
      quality: 'consolidated',
    }));
}

/** Without case, accents and punctuation: what is left when somebody writes it down again. */
const plainReason = (row: Row): string =>
  String(row['reason'] ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
