// Day-ahead prices read off RTE's market page, as a person would: yesterday, today and, from the afternoon, tomorrow. Its clock is that of Paris.

import { type Answer, type Parsed, type Question, ShapeError, type Source } from '../../dataset.ts';
import { leftOut } from '../../left-out.ts';
import { formatInstant, type Instant, parisDay } from '../../time.ts';
import { wholeText } from '../../whole-text.ts';
import { instantAfter, labelOf, priceOf, rowsOf, type Sold } from '../delivery.ts';

const MAX_CHARS = 5_000_000;
const COLUMNS = [/^date$/i, /^heure/i, /^prix.*MWh/i] as const;

export const rteMarketPage: Source = {
  id: 'rte-market-page',
  secrets: [],
  *fetch({ from }, _, now): Generator<Question, void, Answer> {
    // The page shows what it shows, whatever is asked.
    const shown = parisDay(now, -1).from;
    if (from < shown) {
      const want = `want one from ${formatInstant(shown)} on: the page shows yesterday, today and tomorrow`;
      throw new ShapeError(`the market page cannot fill a window from ${formatInstant(from)}, ${want}`);
    }
    yield { method: 'GET', url: 'https://www.rte-france.com/eco2mix/les-donnees-de-marche', answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    // A reader of HTML makes large tables as it starts: only this page needs it, and is asked when others are silent.
    const { marketTable } = await import('./market-table.ts');
    const [header = [], ...lines] = marketTable(await wholeText(bytes, MAX_CHARS));
    const [date, clock, price] = positionsIn(header);
    for (const name of header.filter((name) => !COLUMNS.some((column) => column.test(name))))
      yield { warning: leftOut('market page', 'column', name) };
    const sold: Sold[] = [];
    let last: Instant | undefined;
    for (const [i, cells] of lines.entries()) {
      const read = soldIn(cells[date] ?? '', cells[clock] ?? '', cells[price] ?? '', last);
      if (typeof read === 'string') {
        yield { reject: { where: `row ${i + 1}`, reason: read, fragment: cells.join(' | ').slice(0, 300) } };
        continue;
      }
      last = read.at;
      sold.push(read);
    }
    // Shown to people, and rounded for them: whoever publishes the auction itself has the last word.
    yield* rowsOf(sold, 'real time');
  },
};

function soldIn(date: string, clock: string, shown: string, last: Instant | undefined): Sold | string {
  const label = labelOf(date, clock);
  if (!label) return 'want a day as 31/12/2026 and a time as 23:45';
  const at = instantAfter(label, last);
  if (at === null) return 'a clock in Paris skips this hour';
  const price = priceOf(shown);
  return price === undefined ? 'want a price as 1 234,56, or a dash' : { at, price };
}

function positionsIn(header: readonly string[]): readonly [number, number, number] {
  const [date, clock, price] = COLUMNS.map((column) => header.findIndex((name) => column.test(name)));
  if (date === undefined || clock === undefined || price === undefined || Math.min(date, clock, price) < 0)
    throw new ShapeError(
      `the market table has changed: want Date, Heure and Prix (€/MWh), got ${header.join(', ').slice(0, 200)}`,
    );
  return [date, clock, price];
}
