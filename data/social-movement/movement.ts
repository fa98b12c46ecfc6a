// One line of SNCF's list to one row. An end that is not there is unknown, never the day of the beginning.
import type { Row } from '../dataset.ts';
import { glimpse } from '../glimpse.ts';
import { midnightOf, parisDay } from '../time.ts';
import { movementId } from './identity.ts';

/** By SNCF's names, trimmed; empty where nothing is said. A file that lacks the figures leaves them out. */
export interface Line {
  readonly date_de_debut: string;
  readonly date_de_fin: string;
  readonly motif: string;
  readonly organisations_syndicales?: string;
  readonly metiers_cibles?: string;
  readonly population?: string;
  readonly nombre_grevistes?: string;
  readonly taux_grevistes?: string;
}

export function movementOf(line: Line): Row | string {
  const { date_de_debut: start, date_de_fin: end, motif: reason, organisations_syndicales: unions = '' } = line;
  const startsAt = midnightOf(start);
  if (startsAt === null) return `date_de_debut: got ${glimpse(start)}, want YYYY-MM-DD, a day that is`;
  if (reason === '') return 'motif: want the reason';
  const last = end === '' ? null : midnightOf(end);
  if (end !== '' && last === null) return `date_de_fin: got ${glimpse(end)}, want YYYY-MM-DD or nothing`;
  if (last !== null && last < startsAt) return `date_de_fin: ${end} is before its beginning, ${start}`;
  const figures = figuresOf(line);
  if (typeof figures === 'string') return figures;
  return {
    movement: movementId(start, reason, unions),
    starts_at: startsAt,
    start_date: start,
    reason,
    // The last day is one of the strike.
    ends_at: last === null ? null : parisDay(last).to,
    end_date: end === '' ? null : end,
    ...(line.organisations_syndicales !== undefined && { unions: unions === '' ? null : unions }),
    ...(line.metiers_cibles !== undefined && { trades: line.metiers_cibles === '' ? null : line.metiers_cibles }),
    ...figures,
    quality: 'consolidated',
  };
}

const FIGURES = {
  population: { column: 'population_count', wants: 'a whole number', is: Number.isInteger },
  nombre_grevistes: { column: 'strikers_count', wants: 'a whole number', is: Number.isInteger },
  taux_grevistes: { column: 'rate_pct', wants: 'a percentage', is: Number.isFinite },
} as const;

function figuresOf(line: Line): Readonly<Record<string, number | null>> | string {
  const figures: Record<string, number | null> = {};
  for (const name of ['population', 'nombre_grevistes', 'taux_grevistes'] as const) {
    const text = line[name];
    if (text === undefined) continue;
    const { column, wants, is } = FIGURES[name];
    const value = text === '' ? null : Number(text);
    if (value !== null && !is(value)) return `${name}: got ${glimpse(text)}, want ${wants} or nothing`;
    figures[column] = value;
  }
  return figures;
}
