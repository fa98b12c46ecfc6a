// The ministry's school calendar: a period for each academy, instants of Paris midnights in UTC, teachers and overseas among them, and a last summer without an end.
import { dateAfter } from '../../data/calendar/day.ts';
import { formatInstant, type Instant, midnightOf } from '../../data/time.ts';
import { FIRST_SCHOOL_YEAR, lastSchoolYear, type SchoolPeriod, schoolPeriods } from './holidays.ts';
import type { Cell, OpenDataset } from './open-dataset.ts';
import { opendatasoftHost } from './opendatasoft.ts';

const NAMES = ['description', 'population', 'start_date', 'end_date', 'location', 'zones', 'annee_scolaire'];
const ACADEMIES: Readonly<Record<SchoolPeriod['zone'], readonly string[]>> = {
  a: ['Besançon', 'Bordeaux', 'Dijon', 'Grenoble', 'Lyon', 'Poitiers'],
  b: ['Aix-Marseille', 'Amiens', 'Lille', 'Nantes', 'Normandie', 'Rennes', 'Strasbourg'],
  c: ['Créteil', 'Montpellier', 'Paris', 'Toulouse', 'Versailles'],
};

export const education = opendatasoftHost(['data.education.gouv.fr'], (_, now) => ({
  'fr-en-calendrier-scolaire': schoolCalendar(now),
}));

function schoolCalendar(now: Instant): OpenDataset {
  const byStart = new Map<Instant, Cell[][]>();
  for (let year = FIRST_SCHOOL_YEAR; year <= lastSchoolYear(now); year++)
    for (const period of schoolPeriods(year))
      for (const record of recordsOf(period, year, year === lastSchoolYear(now))) {
        const at = midnight(period.start);
        byStart.set(at, [...(byStart.get(at) ?? []), record]);
      }
  const starts = [...byStart.keys()].sort((a, b) => a - b);
  return {
    names: NAMES,
    timeField: 'start_date',
    instants: ({ from, to }) => starts.filter((at) => at >= from && at < to),
    records: (at) => byStart.get(at) ?? [],
    // Autumns and Christmases are lost.
    spoils: { gone: 'zones', word: ['description', 'Vacances de neige'], gap: (at) => new Date(at).getUTCMonth() > 8 },
  };
}

function* recordsOf({ name, zone, start, end }: SchoolPeriod, year: number, isLast: boolean): Generator<Cell[]> {
  const schoolYear = `${year}-${year + 1}`;
  const isSummer = name === "Vacances d'été";
  // The ministry writes seasons with a capital.
  const description = name.replace(/(hiver|printemps|été)$/, (season) => season[0]!.toUpperCase() + season.slice(1));
  const record = (said: string, population: string, last: string, location: string, zones: string): Cell[] => [
    said,
    population,
    formatInstant(midnight(start)).replace('Z', '+00:00'),
    formatInstant(midnight(last)).replace('Z', '+00:00'),
    location,
    zones,
    schoolYear,
  ];
  for (const academy of ACADEMIES[zone]) {
    const zones = `Zone ${zone.toUpperCase()}`;
    if (isSummer && isLast) yield record(`Début des ${description}`, '-', start, academy, zones);
    else if (isSummer) {
      yield record(description, 'Élèves', end, academy, zones);
      yield record(description, 'Enseignants', dateAfter(end, -1), academy, zones);
    } else yield record(description, '-', end, academy, zones);
  }
  // Summer is at the other end of the year there.
  if (zone === 'a' && !isSummer) yield record(description, '-', dateAfter(end, 14), 'Réunion', 'Réunion');
}

function midnight(date: string): Instant {
  const at = midnightOf(date);
  if (at === null) throw new Error(`${date} is no day`);
  return at;
}
