// The days of the strikes of SNCF's list: the rules of data/strike-day/sources/movements.ts without a database.
import type { Row } from '../../data/dataset.ts';
import { strikeDay } from '../../data/strike-day/dataset.ts';
import { parisDate, parisDay } from '../../data/time.ts';
import type { Imported, Importer } from './importer.ts';
import { movementsIn } from './social-movement.ts';

export const strikeDayImport: Importer = {
  definition: strikeDay,
  async *rows(shared): AsyncGenerator<Imported> {
    for (const row of strikeDaysOf(await movementsIn(shared))) yield { row, source: 'sncf-file' };
  },
};

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
