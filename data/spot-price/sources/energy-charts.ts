// Day-ahead prices from energy-charts (Fraunhofer ISE), who re-publish the exchanges: two lists of equal length, instants and prices.

import { z } from 'zod';
import { type Answer, type Parsed, type Question, ShapeError, type Source } from '../../dataset.ts';
import { glimpse } from '../../glimpse.ts';
import { leftOut } from '../../left-out.ts';
import { formatInstant } from '../../time.ts';
import { wholeText } from '../../whole-text.ts';
import { rowsOf, type Sold } from '../delivery.ts';

/** A year of quarters of an hour is 700,000. */
const MAX_CHARS = 5_000_000;
const Prices = z.looseObject({
  unix_seconds: z.array(z.unknown()),
  price: z.array(z.unknown()),
  unit: z.string(),
});
const KNOWN = ['license_info', 'unix_seconds', 'price', 'unit', 'deprecated'];
const Point = z.tuple([z.int().positive(), z.number().nullable()]);

export const energyCharts: Source = {
  id: 'energy-charts',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    const query = new URLSearchParams({ bzn: 'FR', start: formatInstant(from), end: formatInstant(to) });
    yield { method: 'GET', url: `https://api.energy-charts.info/price?${query}`, answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    const { unix_seconds, price, unit, ...others } = documentOf(await wholeText(bytes, MAX_CHARS));
    if (unit.replaceAll(' ', '') !== 'EUR/MWh')
      throw new ShapeError(`energy-charts: want prices in EUR/MWh, got ${glimpse(unit)}`);
    if (unix_seconds.length !== price.length)
      throw new ShapeError(`energy-charts: ${unix_seconds.length} instants for ${price.length} prices`);
    for (const name of Object.keys(others).filter((name) => !KNOWN.includes(name)))
      yield { warning: leftOut('energy-charts', 'list', name) };
    const sold: Sold[] = [];
    for (const [i, seconds] of unix_seconds.entries()) {
      const point = Point.safeParse([seconds, price[i]]);
      if (point.success) sold.push({ at: point.data[0] * 1_000, price: point.data[1] });
      else {
        const reason = `want whole seconds and a price or null, got ${glimpse(seconds)} and ${glimpse(price[i])}`;
        yield {
          reject: { where: `point ${i + 1}`, reason, fragment: JSON.stringify([seconds, price[i]]).slice(0, 300) },
        };
      }
    }
    yield* rowsOf(sold, 'definitive');
  },
};

function documentOf(text: string): z.infer<typeof Prices> {
  try {
    const parsed = Prices.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: told below, with what it is.
  }
  throw new ShapeError(`energy-charts: want { unix_seconds, price, unit }, got ${JSON.stringify(text.slice(0, 200))}`);
}
