// Everything a series model would have been asked in a window, with what came true. The features are the model's own: nothing is computed here.
import { nextStep, type Step, stepsIn } from '../../data/grid.ts';
import { lastSlot, nextSlot } from '../../data/schedule.ts';
import type { Duration, Instant, TimeWindow } from '../../data/time.ts';
import { type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { SeriesRef } from '../../models/series.ts';
import { tensorOf } from '../../models/tensor.ts';

export interface Examples {
  readonly features: readonly string[];
  /** Row-major, one row per example. */
  readonly x: Float32Array;
  readonly target: Float64Array;
  /** NaN where the baseline had nothing to go by. */
  readonly baseline: Float64Array;
  readonly validAt: Float64Array;
  readonly issuedAt: Float64Array;
}

/**
 * One example per step that was due in the window and whose truth is known. `lag` hides the newest facts at each
 * issue, as a late source does.
 */
export function examplesOf(
  model: SeriesModel,
  facts: FactsBySeries,
  window: TimeWindow,
  { lag = 0, entity = model.entities[0] ?? '' }: { lag?: Duration; entity?: string } = {},
): Examples {
  const truth = historyAsOf(facts, Number.POSITIVE_INFINITY);
  const rows: Readonly<Record<string, number>>[] = [];
  const [target, baseline, validAt, issuedAt]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const slot of issuesFor(model, window)) {
    const history = historyAsOf(facts, slot - lag);
    for (const at of stepsIn(model.horizon.step, model.horizon.window(slot))) {
      const happened = truth.mean(model.target, entity, at, nextStep(model.horizon.step, at) - at);
      if (at < window.from || at >= window.to || Number.isNaN(happened)) continue;
      rows.push(model.row(history, entity, at, slot));
      target.push(happened);
      baseline.push(model.baseline(history, entity, at, slot));
      validAt.push(at);
      issuedAt.push(slot);
    }
  }
  return {
    features: model.features,
    x: tensorOf(model.features, rows),
    target: Float64Array.from(target),
    baseline: Float64Array.from(baseline),
    validAt: Float64Array.from(validAt),
    issuedAt: Float64Array.from(issuedAt),
  };
}

/** The scheduled issues whose windows touch this one. */
function issuesFor({ horizon }: SeriesModel, { from, to }: TimeWindow): Instant[] {
  let slot = lastSlot(horizon.issue, from);
  while (horizon.window(slot).to > from) slot = lastSlot(horizon.issue, slot - 1);
  const out: Instant[] = [];
  for (; horizon.window(slot).from < to; slot = nextSlot(horizon.issue, slot)) out.push(slot);
  return out;
}

/** Another series at the examples' steps, whenever it became known: a benchmark, never a feature. */
export function alongside(
  { validAt }: Examples,
  facts: FactsBySeries,
  series: SeriesRef,
  { entity, step }: { entity: string; step: Step },
): Float64Array {
  const everything = historyAsOf<SeriesRef>(facts, Number.POSITIVE_INFINITY);
  return validAt.map((at) => everything.mean(series, entity, at, nextStep(step, at) - at));
}

/** Those for which `keep` holds. */
export function pick(examples: Examples, keep: (index: number) => boolean): Examples {
  const kept = Array.from(examples.target.keys()).filter(keep);
  const width = examples.features.length;
  const x = new Float32Array(kept.length * width);
  kept.forEach((from, to) => {
    x.set(examples.x.subarray(from * width, (from + 1) * width), to * width);
  });
  const column = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]!);
  return {
    features: examples.features,
    x,
    target: column(examples.target),
    baseline: column(examples.baseline),
    validAt: column(examples.validAt),
    issuedAt: column(examples.issuedAt),
  };
}

/** The same as if these features had never been known. */
export function withoutFeatures(examples: Examples, names: readonly string[]): Examples {
  const { features } = examples;
  const hidden = names.map((name) => {
    const column = features.indexOf(name);
    if (column < 0) throw new Error(`no feature ${name} among ${features.join(', ')}`);
    return column;
  });
  const x = examples.x.slice();
  for (let row = 0; row < x.length; row += features.length) for (const column of hidden) x[row + column] = Number.NaN;
  return { ...examples, x };
}

/** One after the other. */
export function together(first: Examples, second: Examples): Examples {
  const column = (a: Float64Array, b: Float64Array): Float64Array => {
    const out = new Float64Array(a.length + b.length);
    out.set(a);
    out.set(b, a.length);
    return out;
  };
  const x = new Float32Array(first.x.length + second.x.length);
  x.set(first.x);
  x.set(second.x, first.x.length);
  return {
    features: first.features,
    x,
    target: column(first.target, second.target),
    baseline: column(first.baseline, second.baseline),
    validAt: column(first.validAt, second.validAt),
    issuedAt: column(first.issuedAt, second.issuedAt),
  };
}
