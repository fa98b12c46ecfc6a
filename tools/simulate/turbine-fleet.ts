// EnergiTech's turbines and the sensors on them, as its documents name them. Facts, no behaviour.
import { type Instant, MINUTE } from '../../data/time.ts';

export interface Turbine {
  readonly id: string;
  readonly model: string;
  readonly ratedMw: number;
  readonly commissioned: string;
  /** Wind at which it begins to turn, gives its rated power, and turns itself out of the wind, m/s. */
  readonly cutIn: number;
  readonly ratedWind: number;
  readonly cutOut: number;
}

export const FLEET: readonly Turbine[] = [
  { id: 'T001', model: 'E100', ratedMw: 3.5, commissioned: '2020-03-15', cutIn: 3, ratedWind: 12.5, cutOut: 25 },
  { id: 'T002', model: 'E200', ratedMw: 4.0, commissioned: '2021-06-01', cutIn: 3, ratedWind: 13, cutOut: 25 },
];

/** The quantities that a turbine's logger writes each minute, in the order of its table. */
export const QUANTITIES = ['wind', 'temperature', 'vibration', 'consumption'] as const;
export type Quantity = (typeof QUANTITIES)[number];

export interface Sensor {
  readonly id: string;
  readonly type: string;
  readonly location: string;
}

export const SENSORS: Readonly<Record<Quantity, Omit<Sensor, 'id'>>> = {
  wind: { type: 'WIND_SPEED', location: 'nacelle roof, behind the rotor' },
  temperature: { type: 'TEMPERATURE', location: 'nacelle, near the generator' },
  vibration: { type: 'VIBRATION', location: 'gearbox, high-speed side' },
  consumption: { type: 'ENERGY_CONSUMPTION', location: 'tower base, own supply' },
};

export const sensorsOf = ({ id }: Turbine): readonly Sensor[] =>
  QUANTITIES.map((quantity, i) => ({ id: `${id}-S${i + 1}`, ...SENSORS[quantity] }));

/** Minutes since 1970: what chance is drawn by. */
export const minuteOf = (at: Instant): number => Math.floor(at / MINUTE);
