// Rolls the origin through a window: at every issue the model is asked what it would have been asked, with what was known then, and so are its rivals. Answers are those that would have been served.
import type { TimeWindow } from '../../data/time.ts';
import { lostHead, pointHead, staleTarget } from '../../models/fallback.ts';
import { type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { rivalColumns } from '../../notebooks/lab/evaluation/rival-columns.ts';
import { type Examples, examplesOf } from '../../notebooks/lab/examples.ts';
import { runOnnx } from '../../notebooks/lab/onnx/run.ts';

/** Who answered a step: `none` where not even the baseline knew. */
export type Answerer = 'model' | 'baseline' | 'none';

/** One entity's forecasts, a place in every array per step whose truth is known. NaN: there was no forecast. */
export interface Rolled {
  readonly entity: string;
  readonly validAt: Float64Array;
  readonly issuedAt: Float64Array;
  readonly truth: Float64Array;
  readonly answeredBy: readonly Answerer[];
  /** By name of head. Of a step that the baseline answered the point has its value, and the others are NaN. */
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
      ...asServed(model, examples, outputs, staleIssues(model, facts, entity, issuedAt)),
      rivals: { rte: published, persistence, lastWeek },
    });
  }
  return out;
}

/** Those at which the target was too old for the model to be asked. */
function staleIssues(model: SeriesModel, facts: FactsBySeries, entity: string, issuedAt: Float64Array): Set<number> {
  const stale = (at: number): boolean => staleTarget(model, historyAsOf(facts, at), entity, at) !== null;
  return new Set([...new Set(issuedAt)].filter(stale));
}

function asServed(
  model: SeriesModel,
  { baseline, issuedAt }: Examples,
  outputs: readonly Float32Array[],
  stale: ReadonlySet<number>,
): Pick<Rolled, 'answeredBy' | 'heads'> {
  const point = pointHead(model);
  const heads = Object.fromEntries(model.heads.map(({ name }, head) => [name, Float64Array.from(outputs[head]!)]));
  const answeredBy = Array.from(issuedAt, (issued, i): Answerer => {
    const values = Object.fromEntries(Object.entries(heads).map(([name, column]) => [name, column[i]!]));
    if (!stale.has(issued) && lostHead(model, values) === null) return 'model';
    const known = Number.isFinite(baseline[i]);
    for (const [name, column] of Object.entries(heads)) column[i] = known && name === point ? baseline[i]! : Number.NaN;
    return known ? 'baseline' : 'none';
  });
  return { answeredBy, heads };
}
