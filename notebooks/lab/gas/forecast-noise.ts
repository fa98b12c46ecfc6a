// Observed weather made as wrong as a day-ahead forecast is: one error a day and area, half of its variance shared by all areas. Never touches when a value was known.
import { EVERYWHERE, type Facts, type FactsBySeries } from '../../../models/history.ts';
import { type Random, randomFrom } from '../random.ts';

/** Mean, lowest and highest of a day err together, by `celsius` standard deviation. */
export function withTemperatureNoise(
  facts: FactsBySeries,
  dataset: string,
  { celsius, seed }: { readonly celsius: number; readonly seed: number },
): FactsBySeries {
  const shared = errorsOf(randomFrom(seed));
  const ofArea = new Map<string, (at: number) => number>();
  const errorsIn = (area: string) => {
    const known = ofArea.get(area) ?? errorsOf(randomFrom(seed + 1 + ofArea.size));
    ofArea.set(area, known);
    return known;
  };
  const noisy = ([key, series]: readonly [string, Facts]): readonly [string, Facts] => {
    const [name = '', area = EVERYWHERE] = key.split('|');
    if (!name.startsWith(`${dataset}/temperature_`)) return [key, series];
    const own = errorsIn(area);
    const value = series.value.map((one, i) => {
      const at = series.at[i]!;
      return one + celsius * Math.SQRT1_2 * (shared(at) + own(at));
    });
    return [key, { ...series, value }];
  };
  return new Map([...facts].map(noisy));
}

/** A standard normal deviate per instant, the same whenever it is asked for. */
function errorsOf(random: Random): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const error = known.get(at) ?? Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    known.set(at, error);
    return error;
  };
}
