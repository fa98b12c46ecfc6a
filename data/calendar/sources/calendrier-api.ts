// Public holidays of metropolitan France from the State's API: one document a year, date to name. A year it does not have is a 404, not a year without holidays.
import { z } from 'zod';
import { type Answer, type Parsed, type Question, ShapeError, type Source } from '../../dataset.ts';
import { midnightOf, parisClock } from '../../time.ts';
import { wholeText } from '../../whole-text.ts';
import { publicDays } from '../public-holidays.ts';

const HOST = 'https://calendrier.api.gouv.fr/jours-feries/metropole';
const MAX_CHARACTERS = 100_000;
const Holidays = z.record(z.string(), z.string().min(1));

export const calendrierApi: Source = {
  id: 'calendrier-api',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    const last = parisClock(to - 1).year;
    for (let year = parisClock(from).year; year <= last; year++)
      yield { method: 'GET', url: `${HOST}/${year}.json`, answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    const text = await wholeText(bytes, MAX_CHARACTERS);
    const names = new Map<string, string>();
    for (const [date, name] of Object.entries(documentOf(text))) {
      if (midnightOf(date) !== null) names.set(date, name);
      else {
        const fragment = JSON.stringify({ [date]: name }).slice(0, 300);
        yield { reject: { where: 'a date', reason: 'want YYYY-MM-DD, a day that is', fragment } };
      }
    }
    yield* publicDays(names);
  },
};

function documentOf(text: string): z.infer<typeof Holidays> {
  try {
    const holidays = Holidays.safeParse(JSON.parse(text));
    const isHoliday = (key: string) => /^\d/.test(key);
    // An error in JSON is an object of texts too.
    if (holidays.success && Object.keys(holidays.data).every(isHoliday)) return holidays.data;
  } catch {
    // Not JSON: told below, with what it is.
  }
  throw new ShapeError(
    `calendrier.api: want { "2026-01-01": "1er janvier", … }, got ${JSON.stringify(text.slice(0, 200))}`,
  );
}
