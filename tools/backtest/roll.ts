// Rolls the origin through a window: at every issue the model is asked what it would have been asked, with what was known then, and so are its rivals.
import type { Instant, TimeWindow } from '../../data/time.ts';
import { type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { alongside, examplesOf } from '../../notebooks/lab/examples.ts';
import { runOnnx } from '../../notebooks/lab/onnx/run.ts';
import { lastWeek, newestWholeDay, PUBLISHED, persistence } from './rivals.ts';

/** One entity's forecasts, a place in every array per step whose truth is known. NaN: there was no forecast. */
export interface Rolled {
  readonly entity: string;
  readonly validAt: Float64Array;
  readonly issuedAt: Float64Array;
  readonly truth: Float64Array;
  /** By name of head. */
  readonly heads: Readonly<Record<string, Float64Array>>;
  readonly rivals: Readonly<Record<'rte' | 'persistence' | 'lastWeek', Float64Array>>;
}

export async function roll(
  model: SeriesModel,
  { onnx, facts, window }: { readonly onnx: Uint8Array; readonly facts: FactsBySeries; readonly window: TimeWindow },
): Promise<Rolled[]> {
  const names = model.heads.map(({ name }) => name);
  const out: Rolled[] = [];
  for (const entity of model.entities) {
    const examples = examplesOf(model, facts, window, { entity });
    const { x, validAt, issuedAt, target: truth } = examples;
    if (validAt.length === 0) continue;
    const outputs = await runOnnx(onnx, x, model.features.length, names);
    const published = PUBLISHED[model.target];
    out.push({
      entity,
      validAt,
      issuedAt,
      truth,
      heads: Object.fromEntries(names.map((name, i) => [name, Float64Array.from(outputs[i]!)])),
      rivals: {
        ...naive(model, facts, { entity, validAt, issuedAt }),
        rte: published
          ? alongside(examples, facts, published, { entity, step: model.horizon.step })
          : validAt.map(() => Number.NaN),
      },
    });
  }
  return out;
}

function naive(
  model: SeriesModel,
  facts: FactsBySeries,
  { entity, validAt, issuedAt }: Pick<Rolled, 'entity' | 'validAt' | 'issuedAt'>,
) {
  // A day of forecasts is issued at once.
  const issues = new Map<Instant, { asked: Parameters<typeof lastWeek>[0]; wholeDay: number | undefined }>();
  const issue = (at: Instant) => {
    const known = issues.get(at);
    if (known) return known;
    const asked = { model, history: historyAsOf(facts, at), entity, issuedAt: at };
    const made = { asked, wholeDay: newestWholeDay(asked) };
    issues.set(at, made);
    return made;
  };
  return {
    persistence: validAt.map((at, i) => {
      const { asked, wholeDay } = issue(issuedAt[i]!);
      return persistence(asked, at, wholeDay);
    }),
    lastWeek: validAt.map((at, i) => lastWeek(issue(issuedAt[i]!).asked, at)),
  };
}
