// What a forecast of the weather gets wrong, drawn: a shift for each day, the same for its mean, lowest and highest. For judging; nothing is trained on it.
import type { FactsBySeries } from '../../../models/history.ts';
import { randomFrom } from '../random.ts';

/** `sigma` in °C; the same seed gives each day the same shift. */
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
