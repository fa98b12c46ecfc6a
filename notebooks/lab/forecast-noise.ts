// Observed weather made as wrong as a day-ahead forecast is: one error a day and area, half of its variance shared by all areas. Never touches when a value was known.
import { EVERYWHERE, type Facts, type FactsBySeries } from '../../models/history.ts';
import { randomFrom } from './random.ts';

/** Mean, lowest and highest of a day err together, by `celsius` standard deviation. A day's error follows from seed, day and area alone, wherever the facts begin. */
export function withTemperatureNoise(
  facts: FactsBySeries,
  dataset: string,
  { celsius, seed }: { readonly celsius: number; readonly seed: number },
): FactsBySeries {
  const noisy = ([key, series]: readonly [string, Facts]): readonly [string, Facts] => {
    const [name = '', area = EVERYWHERE] = key.split('|');
    if (!name.startsWith(`${dataset}/temperature_`)) return [key, series];
    const value = series.value.map((one, i) => {
      const at = series.at[i]!;
      return one + celsius * Math.SQRT1_2 * (errorOf(`${seed} ${at}`) + errorOf(`${seed} ${at} ${area}`));
    });
    return [key, { ...series, value }];
  };
  return new Map([...facts].map(noisy));
}

/** How far a forecast of the day ahead is off, in °C. */
const USUAL_ERROR = 1;

/** The past as the edge will have it: temperatures not as they were, but as they might have been forecast. */
export const asForeseen = (facts: FactsBySeries, seed: number): FactsBySeries =>
  withTemperatureNoise(facts, 'weather-day-ahead', { celsius: USUAL_ERROR, seed });

/** A standard normal deviate that follows from the name alone: Box and Muller. */
function errorOf(name: string): number {
  const random = randomFrom(fnv1a(name));
  // 1 - u is never 0.
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** 32 bits of hash (Fowler, Noll and Vo), the same everywhere. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
