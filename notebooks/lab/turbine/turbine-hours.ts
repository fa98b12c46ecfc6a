// Every hour in which a turbine could have been judged, with what became of it. The features are the model's own: nothing is computed here.
import { DAY, HOUR, type Instant, type TimeWindow } from '../../../data/time.ts';
import { historyAsOf } from '../../../models/history.ts';
import type { DetectorModel } from '../../../models/model.ts';
import { tensorOf } from '../../../models/tensor.ts';
import type { TurbineFarm } from './farm.ts';

export interface TurbineHour {
  /** Farm and turbine. */
  readonly turbine: string;
  readonly at: Instant;
  /** Hours from the end of this hour to the next failure; Infinity where none is known. */
  readonly hoursToFailure: number;
  /** Hours since it was last repaired; Infinity where no failure is known before. */
  readonly hoursSinceRepair: number;
  /** What will fail next. */
  readonly component: string;
  /** Whether it stood still in this hour, by plan or failed: nothing to warn of. */
  readonly standing: boolean;
}

export interface TurbineHours {
  readonly features: readonly string[];
  /** Row-major, one row per hour. */
  readonly x: Float32Array;
  readonly hours: readonly TurbineHour[];
}

/** Every `every`-th hour of the window, for each turbine of the farm. */
export function turbineHoursOf(
  model: DetectorModel,
  farm: TurbineFarm,
  window: TimeWindow,
  { every = 1 }: { every?: number } = {},
): TurbineHours {
  const rows: Readonly<Record<string, number>>[] = [];
  const hours: TurbineHour[] = [];
  for (const entity of model.entities) {
    const stops = farm.stops.filter(({ turbine }) => turbine === entity);
    const failures = stops.filter(({ kind }) => kind === 'unplanned');
    for (let at = window.from; at < window.to; at += every * HOUR) {
      const end = at + HOUR;
      const next = failures.find(({ from }) => from >= end);
      const last = failures.findLast(({ to }) => to <= at);
      rows.push(model.row(historyAsOf(farm.facts, end), entity, at));
      hours.push({
        turbine: `${farm.name} ${entity}`,
        at,
        hoursToFailure: next ? (next.from - end) / HOUR : Number.POSITIVE_INFINITY,
        hoursSinceRepair: last ? (at - last.to) / HOUR : Number.POSITIVE_INFINITY,
        component: next?.component ?? '',
        standing: stops.some(({ from, to }) => from < end && to > at),
      });
    }
  }
  return { features: model.features, x: tensorOf(model.features, rows), hours };
}

/** Long before a failure and after a repair: what is normal is learnt there. */
export const isHealthy = ({ hoursToFailure, hoursSinceRepair, standing }: TurbineHour): boolean =>
  !standing && hoursToFailure > (30 * DAY) / HOUR && hoursSinceRepair > (4 * DAY) / HOUR;

export function pickHours({ features, x, hours }: TurbineHours, keep: (hour: TurbineHour) => boolean): TurbineHours {
  const kept = Array.from(hours.keys()).filter((i) => keep(hours[i]!));
  const width = features.length;
  const out = new Float32Array(kept.length * width);
  kept.forEach((from, to) => {
    out.set(x.subarray(from * width, (from + 1) * width), to * width);
  });
  return { features, x: out, hours: kept.map((i) => hours[i]!) };
}

export function hoursTogether(all: readonly TurbineHours[]): TurbineHours {
  const [first] = all;
  if (!first) throw new Error('no hours to put together');
  const x = new Float32Array(all.reduce((sum, one) => sum + one.x.length, 0));
  let at = 0;
  for (const one of all) {
    x.set(one.x, at);
    at += one.x.length;
  }
  return { features: first.features, x, hours: all.flatMap(({ hours }) => hours) };
}
