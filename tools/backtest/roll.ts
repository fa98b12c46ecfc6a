// Rolls the origin through a window: at every issue the model is asked what it would have been asked, with what was known then, and so are its rivals.
import type { TimeWindow } from '../../data/time.ts';
import type { FactsBySeries } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { rivalColumns } from '../../notebooks/lab/evaluation/rival-columns.ts';
import { examplesOf } from '../../notebooks/lab/examples.ts';
import { runOnnx } from '../../notebooks/lab/onnx/run.ts';

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
    const { persistence, lastWeek, published } = rivalColumns(model, facts, examples, entity);
    out.push({
      entity,
      validAt,
      issuedAt,
      truth,
      heads: Object.fromEntries(names.map((name, i) => [name, Float64Array.from(outputs[i]!)])),
      rivals: { rte: published, persistence, lastWeek },
    });
  }
  return out;
}
