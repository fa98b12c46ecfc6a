// The national load and RTE's two forecasts of it, from RTE's own API: minutes late where ODRÉ is an hour late. Needs an account at data.rte-france.com.
import { z } from 'zod';
import { type Answer, type Question, type Reject, type Row, ShapeError, type Source } from '../../dataset.ts';
import { formatInstant, type Instant, parisDay, parisOffset, parseInstant } from '../../time.ts';
import { wholeText } from '../../whole-text.ts';
import { reject } from '../record.ts';

const HOST = 'https://digital.iservices.rte-france.com';

/** RTE also has D-2 and CORRECTED: not asked for. */
const COLUMN_OF_TYPE = new Map([
  ['REALISED', 'load_mw'],
  ['D-1', 'rte_day_ahead_mw'],
  ['ID', 'rte_intraday_mw'],
]);

const Token = z.object({ access_token: z.string().min(1) });
const ShortTerm = z.object({
  short_term: z.array(z.object({ type: z.string(), values: z.array(z.record(z.string(), z.unknown())) })),
});
const Point = z.object({ start_date: z.string(), value: z.int() });

/** A month is 1.5 MB. More than this is not what we asked for. */
const MAX_CHARS = 64_000_000;

export const rte: Source = {
  id: 'rte',
  secrets: ['RTE_CLIENT_ID', 'RTE_CLIENT_SECRET'],
  *fetch(window, secret): Generator<Question, void, Answer> {
    const answer = yield {
      method: 'POST',
      url: `${HOST}/token/oauth/`,
      headers: {
        authorization: `Basic ${btoa(`${secret('RTE_CLIENT_ID')}:${secret('RTE_CLIENT_SECRET')}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      answer: 'json',
    };
    const token = Token.safeParse(answer.json);
    if (!token.success)
      throw new ShapeError(`RTE token: got ${answer.status} without access_token. Are the secrets right?`);
    const query = new URLSearchParams({
      type: [...COLUMN_OF_TYPE.keys()].join(','),
      // RTE wants whole days.
      start_date: withOffset(parisDay(window.from).from),
      end_date: withOffset(parisDay(window.to - 1).to),
    });
    yield {
      method: 'GET',
      url: `${HOST}/open_api/consumption/v1/short_term?${query}`,
      headers: { authorization: `Bearer ${token.data.access_token}`, accept: 'application/json' },
      answer: 'lake',
    };
  },
  async *parse(bytes): AsyncGenerator<Row | Reject> {
    const { short_term } = documentOf(await wholeText(bytes, MAX_CHARS));
    const rows = new Map<Instant, Record<string, number>>();
    for (const { type, values } of short_term) {
      const column = COLUMN_OF_TYPE.get(type);
      if (!column) {
        const name = type.slice(0, 60);
        yield reject(`type ${name}`, `type ${name} is new to us`, JSON.stringify(values.slice(0, 2)));
        continue;
      }
      for (const [i, value] of values.entries()) {
        const point = Point.safeParse(value);
        const at = point.success ? parseInstant(point.data.start_date) : null;
        if (!point.success || at === null) {
          yield reject(`${type} ${i + 1}`, 'want start_date with an offset and a whole value', JSON.stringify(value));
          continue;
        }
        const row = rows.get(at) ?? {};
        row[column] = point.data.value;
        rows.set(at, row);
      }
    }
    for (const [at, values] of rows) yield { area: 'FR', at, quality: 'real time', ...values };
  },
};

/** `2026-01-31T00:00:00+01:00`: RTE speaks Paris time. */
function withOffset(at: Instant): string {
  const offset = parisOffset(at);
  return formatInstant(at + offset).replace('Z', `+0${offset / 3_600_000}:00`);
}

function documentOf(text: string): z.infer<typeof ShortTerm> {
  try {
    const parsed = ShortTerm.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: told below, with what it is.
  }
  throw new ShapeError(`RTE: want { short_term: [{ type, values }] }, got ${JSON.stringify(text.slice(0, 200))}`);
}
