// Public holidays of metropolitan France as a table of data.gouv.fr: the same list as the State's API, from another host.
import type { Answer, Parsed, Question, Source } from '../../dataset.ts';
import { midnightOf, parisClock } from '../../time.ts';
import { csvTable } from '../csv-lines.ts';
import { publicDays } from '../public-holidays.ts';
import { daysOfTable } from '../tabular.ts';

const COLUMNS = { required: ['date', 'zone', 'nom_jour_ferie'], optional: ['annee', '__id'] };
const ZONE = 'Métropole';

export const dataGouvPublic: Source = {
  id: 'data-gouv-public',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    yield daysOfTable({
      resource: '6637991e-c4d8-4cd6-854e-ce33c5ab49d5',
      first: `${parisClock(from).year}-01-01`,
      // The last bridge of a year hangs on the first day of the next.
      last: `${parisClock(to - 1).year + 1}-01-01`,
    });
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    const names = new Map<string, string>();
    for await (const line of csvTable(bytes, COLUMNS)) {
      if ('warning' in line) {
        yield line;
        continue;
      }
      const { date = '', zone, nom_jour_ferie: name = '' } = line.cells;
      const reason = whyNot(date, zone, name);
      if (reason) yield { reject: { where: line.where, reason, fragment: line.text } };
      else names.set(date, name);
    }
    yield* publicDays(names);
  },
};

function whyNot(date: string, zone: string | undefined, name: string): string | undefined {
  if (zone !== ZONE) return `zone: got ${JSON.stringify(zone?.slice(0, 60))}, want ${ZONE}`;
  if (midnightOf(date) === null) return 'date: want YYYY-MM-DD, a day that is';
  return name === '' ? 'nom_jour_ferie: want a name' : undefined;
}
