// Two tables of data.gouv.fr through its tabular API: public holidays, and school holidays by the day, which go on with false where nothing is published.
import { datesFrom, schoolYearOf } from '../../data/calendar/day.ts';
import { type Instant, parisClock } from '../../data/time.ts';
import { isPublished } from './calendrier-api.ts';
import { FIRST_SCHOOL_YEAR, lastSchoolYear, publicHolidays, schoolDaysOff } from './holidays.ts';
import type { SimulatedHost } from './host.ts';
import type { ContentTrick } from './misbehave.ts';
import { jsonReply } from './reply.ts';

type Line = readonly string[];
interface Table {
  readonly header: Line;
  lines(first: string, last: string, now: Instant): readonly Line[];
}

const TABLES: Readonly<Record<string, Table>> = {
  '6637991e-c4d8-4cd6-854e-ce33c5ab49d5': { header: ['date', 'annee', 'zone', 'nom_jour_ferie'], lines: holidayLines },
  'c3781037-dffb-4789-9af9-15a955336771': {
    header: ['date', 'vacances_zone_a', 'vacances_zone_b', 'vacances_zone_c', 'nom_vacances'],
    lines: schoolLines,
  },
};
const PATH = /^\/api\/resources\/([0-9a-f-]+)\/data\/csv\/$/;

export const dataGouvTables: SimulatedHost = {
  hosts: ['tabular-api.data.gouv.fr'],
  reply: (_, { url, now, trick }) => {
    const table = TABLES[PATH.exec(url.pathname)?.[1] ?? ''];
    if (!table) return jsonReply(404, { errors: [{ code: 404, title: 'Not found', detail: url.pathname }] });
    const first = url.searchParams.get('date__greater') ?? '2000-01-01';
    const last = url.searchParams.get('date__less') ?? '2099-12-31';
    // Lines are numbered there, as in the database behind it.
    const numbered = table.lines(first, last, now).map((line, i) => [String(i + 1), ...line]);
    const lines = misbehaved([['__id', ...table.header], ...numbered], trick);
    const body = [lines.map((line) => `${line.join(',')}\n`).join('')];
    return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body };
  },
};

function holidayLines(first: string, last: string, now: Instant): Line[] {
  const lines: Line[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++)
    for (const [date, name] of isPublished(year, now) ? publicHolidays(year) : [])
      if (date >= first && date <= last) lines.push([date, String(year), 'Métropole', name]);
  return lines;
}

function schoolLines(first: string, last: string, now: Instant): Line[] {
  const from = [first, `${FIRST_SCHOOL_YEAR}-09-01`].sort()[1]!;
  const to = [last, `${parisClock(now).year + 1}-12-31`].sort()[0]!;
  const known = new Map<number, ReturnType<typeof schoolDaysOff>>();
  // A summer may last into September.
  for (let year = schoolYearOf(from) - 1; year <= Math.min(schoolYearOf(to), lastSchoolYear(now)); year++)
    known.set(year, schoolDaysOff(year));
  return datesFrom(from, to).map((date) => {
    const day = known.get(schoolYearOf(date))?.get(date) ?? known.get(schoolYearOf(date) - 1)?.get(date);
    const isOff = (zone: 'a' | 'b' | 'c') => String(day?.zones.has(zone) ?? false);
    return [date, isOff('a'), isOff('b'), isOff('c'), day?.name ?? ''];
  });
}

function misbehaved([header = [], ...lines]: readonly Line[], trick: ContentTrick | undefined): readonly Line[] {
  const last = header.length - 1;
  switch (trick) {
    case 'extra-column':
      return [[...header, 'lune'], ...lines.map((line) => [...line, 'pleine'])];
    case 'missing-column':
      return [header.slice(0, last), ...lines.map((line) => line.slice(0, last))];
    case 'unknown-word':
      return [header, ...lines.map((line) => line.with(last - 1, 'Lune'))];
    case 'duplicates':
      return [header, ...lines.flatMap((line) => [line, line])];
    case 'gap':
      return [header, ...lines.filter(([, date = '']) => date.slice(5, 7) !== '05')];
    default:
      return [header, ...lines];
  }
}
