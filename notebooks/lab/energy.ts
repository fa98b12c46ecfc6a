// What training cost in energy and carbon: an estimate from processor time, never a measurement. Reads no clock and no meter.
import type { TimeWindow } from '../../data/time.ts';
import { type FactsBySeries, factsKey } from '../../models/history.ts';
import type { SeriesRef } from '../../models/series.ts';

/**
 * A busy core with its share of the machine. What the source project's tracker read, 1.04e-3 kWh in 315 s, is 11.9 W;
 * a core of a 64-core server of 280 W is 4.4 W, so this is on the high side.
 */
export const WATTS_PER_BUSY_CORE = 12;

export interface GridIntensity {
  readonly g_per_kwh: number;
  readonly source: string;
}

/** RTE, Bilan électrique 2023. */
export const FRANCE_2023: GridIntensity = { g_per_kwh: 32, source: 'RTE, production of France in 2023' };

export interface TrainingEnergy {
  readonly cpu_seconds: number;
  readonly kwh: number;
  readonly g_co2e: number;
  readonly method: string;
}

export function trainingEnergy({
  cpuSeconds,
  watts = WATTS_PER_BUSY_CORE,
  grid = FRANCE_2023,
}: {
  /** Of all threads together: `process.cpuUsage()` counts them. */
  readonly cpuSeconds: number;
  readonly watts?: number;
  readonly grid?: GridIntensity;
}): TrainingEnergy {
  if (!(cpuSeconds >= 0)) throw new Error(`processor time is ${cpuSeconds} s, want 0 or more: take process.cpuUsage()`);
  const kwh = (cpuSeconds * watts) / 3_600_000;
  return {
    cpu_seconds: cpuSeconds,
    kwh,
    g_co2e: kwh * grid.g_per_kwh,
    method: `estimated: processor seconds x ${watts} W a busy core x ${grid.g_per_kwh} g/kWh (${grid.source})`,
  };
}

/** The mean of éCO2mix over the window: direct emissions of production. That of 2023 where nothing is known. */
export function gridIntensity(facts: FactsBySeries, { from, to }: TimeWindow): GridIntensity {
  const series: SeriesRef = 'consumption/co2_g_per_kwh';
  const known = facts.get(factsKey(series, 'FR'));
  const values = Array.from(known?.value ?? []).filter(
    (value, i) => known!.at[i]! >= from && known!.at[i]! < to && Number.isFinite(value),
  );
  if (values.length === 0) return FRANCE_2023;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { g_per_kwh: mean, source: `éCO2mix, mean of ${values.length} steps` };
}
