// What a forecast of the weather gets wrong, drawn: a shift for each day, the same for its mean, lowest and highest. For judging and for bounds; no expert is trained on it.
import type { FactsBySeries } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import { randomFrom } from '../random.ts';

/** `sigma` in °C; the same seed over the same days gives the same shifts. */
export function withWeatherNoise(
  facts: FactsBySeries,
  series: readonly string[],
  { sigma, seed }: { readonly sigma: number; readonly seed: number },
): FactsBySeries {
  const shifts = new Map<number, number>();
  const random = randomFrom(seed);
  const shiftOf = (at: number): number => {
    const known = shifts.get(at);
    if (known !== undefined) return known;
    // Box and Muller; 1 - u is never 0.
    const shift = sigma * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    shifts.set(at, shift);
    return shift;
  };
  return new Map(
    Array.from(facts, ([key, one]) =>
      series.some((name) => key.startsWith(`${name}|`))
        ? [key, { ...one, value: one.value.map((value, i) => value + shiftOf(one.at[i]!)) }]
        : [key, one],
    ),
  );
}

/** How far a forecast of the day ahead is off, in °C. */
const USUAL_ERROR = 1;

/** The past as the edge will have it: temperatures not as they were, but as they might have been forecast. */
export const asForeseen = ({ inputs }: SeriesModel, facts: FactsBySeries, seed: number): FactsBySeries =>
  withWeatherNoise(
    facts,
    inputs.filter((series) => series.startsWith('weather-day-ahead/temperature')),
    { sigma: USUAL_ERROR, seed },
  );
