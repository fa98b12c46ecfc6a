// What a turbine gives at a wind: its power curve. Pure.
import type { Turbine } from './turbine-fleet.ts';

/** MW. Between cut-in and rated wind, power grows as the energy of the air does, with the cube of its speed; pitch holds it at rated; a storm turns it off. */
export function powerMw(
  { cutIn, ratedWind, cutOut, ratedMw }: Omit<Turbine, 'id'>,
  windMetersPerSecond: number,
): number {
  if (windMetersPerSecond < cutIn || windMetersPerSecond >= cutOut) return 0;
  if (windMetersPerSecond >= ratedWind) return ratedMw;
  return (ratedMw * (windMetersPerSecond ** 3 - cutIn ** 3)) / (ratedWind ** 3 - cutIn ** 3);
}
