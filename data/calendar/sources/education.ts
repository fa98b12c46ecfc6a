// School holidays from the ministry: periods of each academy. Start and end are midnights in Paris written in UTC; the end is the morning of return.
import { z } from 'zod';
import { type Answer, type Parsed, type Question, ShapeError, type Source } from '../../dataset.ts';
import { glimpse } from '../../glimpse.ts';
import { jsonObjects } from '../../json-array.ts';
import { between, newColumns } from '../../opendatasoft.ts';
import { midnightOf, parisDate, parseInstant } from '../../time.ts';
import { schoolYearOf } from '../day.ts';
import { holidayNamed, type Zone } from '../school-days.ts';
import { lastDayBefore, type Period, schoolDays } from '../school-periods.ts';

const EXPORT =
  'https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-calendrier-scolaire/exports/json';
const FIELDS = ['description', 'population', 'start_date', 'end_date', 'location', 'zones', 'annee_scolaire'] as const;
const Fields = z.object({
  description: z.string(),
  population: z.string().nullable(),
  start_date: z.string(),
  end_date: z.string(),
  location: z.string(),
  zones: z.string().nullable(),
});
const ZONE_OF_NAME = new Map<string | null, Zone>([
  ['Zone A', 'a'],
  ['Zone B', 'b'],
  ['Zone C', 'c'],
]);
/** Corsica and overseas: calendars of their own, which we do not keep. */
const isElsewhere = (zones: string | null): boolean => zones === null || !/^zone /i.test(zones);
/** A summer whose end is not published yet. */
const OPEN = /^début des (?=vacances)/i;
const NO_HOLIDAY = /rentrée/i;

export const education: Source = {
  id: 'education',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    // From the summer before the first school year, which may last into its September, to the summer of the last.
    const first = midnightOf(`${schoolYearOf(parisDate(from))}-06-15`) ?? from;
    const last = midnightOf(`${schoolYearOf(parisDate(to - 1)) + 1}-08-31`) ?? to;
    const query = new URLSearchParams({ where: between('start_date', { from: first, to: last }), timezone: 'UTC' });
    yield { method: 'GET', url: `${EXPORT}?${query}`, answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    const periods: Period[] = [];
    let count = 0;
    for await (const texts of jsonObjects(bytes)) {
      for (const text of texts) {
        count += 1;
        const record = recordOf(text, count);
        const fresh = Object.keys(record).filter((name) => !FIELDS.some((field) => field === name));
        for (const warning of newColumns('fr-en-calendrier-scolaire', fresh)) yield { warning };
        const period = periodOf(record);
        if (typeof period !== 'string') periods.push(...period);
        else yield { reject: { where: `record ${count}`, reason: period, fragment: text.slice(0, 300) } };
      }
    }
    yield* schoolDays(periods);
  },
};

function recordOf(text: string, count: number): Readonly<Record<string, unknown>> {
  const record = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  const gone = FIELDS.filter((name) => !(name in record));
  if (gone.length > 0) throw new ShapeError(`record ${count}: want ${gone.join(', ')}, got ${text.slice(0, 200)}`);
  return record;
}

/** None for other territories and for teachers; a sentence for what cannot be read. */
function periodOf(record: Readonly<Record<string, unknown>>): readonly Period[] | string {
  const fields = Fields.safeParse(record);
  if (!fields.success) return 'want texts, and instants as start_date and end_date';
  const { description, population, start_date, end_date, location, zones } = fields.data;
  if (isElsewhere(zones) || /enseignants/i.test(population ?? '') || NO_HOLIDAY.test(description)) return [];
  const zone = ZONE_OF_NAME.get(zones);
  if (!zone) return `zones: ${glimpse(zones)} is new to us`;
  const name = holidayNamed(description.replace(OPEN, ''));
  if (!name) return `description: ${glimpse(description)} is new to us`;
  const [start, end] = [parseInstant(start_date), parseInstant(end_date)];
  if (start === null || end === null || end < start) return 'want start_date and end_date as instants, in order';
  const first = parisDate(start);
  const isOpen = OPEN.test(description);
  return [{ name, zone, academy: location, first, last: lastDayBefore(first, parisDate(end)), isOpen }];
}
