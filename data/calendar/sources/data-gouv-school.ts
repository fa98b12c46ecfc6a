// School holidays by the day as a table of data.gouv.fr. It goes on with False where nothing is published yet: only school years that have a Christmas, a summer and the summer before are believed.
import type { Answer, Parsed, Question, Row, Source } from '../../dataset.ts';
import { midnightOf, parisDate } from '../../time.ts';
import { csvTable, type Line } from '../csv-lines.ts';
import { schoolYearOf } from '../day.ts';
import { type HolidayName, holidayNamed, schoolDay } from '../school-days.ts';
import { daysOfTable, truthOf } from '../tabular.ts';

const COLUMNS = {
  required: ['date', 'vacances_zone_a', 'vacances_zone_b', 'vacances_zone_c', 'nom_vacances'],
  optional: ['__id'],
};
const CHRISTMAS: HolidayName = 'Vacances de Noël';
const SUMMER: HolidayName = "Vacances d'été";

export const dataGouvSchool: Source = {
  id: 'data-gouv-school',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    // Whole school years: only they show whether they are published. A summer may last into September.
    yield daysOfTable({
      resource: 'c3781037-dffb-4789-9af9-15a955336771',
      first: `${schoolYearOf(parisDate(from))}-06-15`,
      last: `${schoolYearOf(parisDate(to - 1)) + 1}-08-31`,
    });
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    const years = new Map<number, { rows: Row[]; names: Set<string> }>();
    for await (const line of csvTable(bytes, COLUMNS)) {
      if ('warning' in line) {
        yield line;
        continue;
      }
      const row = rowOf(line);
      if (typeof row === 'string') {
        yield { reject: { where: line.where, reason: row, fragment: line.text } };
        continue;
      }
      const year = schoolYearOf(line.cells['date'] ?? '');
      const known = years.get(year) ?? { rows: [], names: new Set() };
      known.rows.push(row);
      known.names.add(String(row['school_holiday_name']));
      years.set(year, known);
    }
    for (const [year, { rows, names }] of years)
      if (names.has(CHRISTMAS) && names.has(SUMMER) && years.get(year - 1)?.names.has(SUMMER)) yield* rows;
  },
};

function rowOf({ cells }: Line): Row | string {
  const { date = '', nom_vacances: text = '' } = cells;
  if (midnightOf(date) === null) return 'date: want YYYY-MM-DD, a day that is';
  const [a, b, c] = ['a', 'b', 'c'].map((zone) => truthOf(cells[`vacances_zone_${zone}`] ?? ''));
  if (a === undefined || b === undefined || c === undefined) return 'vacances_zone_*: want True or False';
  const name = text === '' ? null : holidayNamed(text);
  if (name === undefined) return `nom_vacances: ${JSON.stringify(text.slice(0, 60))} is new to us`;
  return schoolDay(date, { a, b, c }, name);
}
