// An answer whose rows say what moved them. Of what the model did not answer nothing is explained.
import { type Correction, corrected } from '../../models/correction.ts';
import type { ModelDefinition } from '../../models/model.ts';
import type { Explanation, PredictedRow } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { RowExplanation } from './explain/explanation.ts';
import type { Answered, Answering } from './prediction.ts';

/** So few that a request does not compute for seconds. */
export const MAX_EXPLAINED_ROWS = 100;

export function explained(answering: Answering): Result<Answering> {
  const { graph, rowCount } = answering;
  if (rowCount > MAX_EXPLAINED_ROWS) {
    const detail = `got ${rowCount} rows, want at most ${MAX_EXPLAINED_ROWS} where each is explained`;
    return fail({ reason: 'invalid', detail, errors: [{ pointer: '?explain', detail }] });
  }
  return ok({
    ...answering,
    async rows(first, count) {
      const some = await answering.rows(first, count);
      const asked = some.filter(isTheModels);
      const found =
        graph && (await graph.explain(Float32Array.from(asked.flatMap(({ features }) => Array.from(features)))));
      const byRow = new Map<Answered, RowExplanation | null>(asked.map((one, i) => [one, found?.[i] ?? null]));
      return some.map((one) => {
        const { row, correction } = one;
        if (row.source === 'none') return one;
        const own = byRow.get(one) ?? null;
        const explanation = own && correction ? asCorrected(answering.model, own, correction) : own;
        return { ...one, row: { ...row, explanation } satisfies PredictedRow };
      });
    },
  });
}

const isTheModels = (one: Answered): one is Answered & { readonly features: ArrayLike<number> } =>
  one.row.source === 'model' && one.features !== null;

/** A correction is a straight line: it moves what was expected, and scales what each feature did. */
function asCorrected(model: ModelDefinition, own: RowExplanation, correction: Correction): RowExplanation {
  if (model.kind !== 'series') return own;
  const heads = Object.keys(own);
  const told = (of: (one: Explanation) => number) =>
    corrected(model, Object.fromEntries(heads.map((head) => [head, of(own[head]!)])), correction);
  const nothing = told(() => 0);
  const expected = told((one) => one.expected);
  const names = [...new Set(heads.flatMap((head) => Object.keys(own[head]!.contributions)))];
  const moved = names.map((name) => ({ name, by: told(({ contributions }) => contributions[name] ?? 0) }));
  return Object.fromEntries(
    heads.map((head) => [
      head,
      {
        ...own[head]!,
        expected: expected[head]!,
        contributions: Object.fromEntries(moved.map(({ name, by }) => [name, by[head]! - nothing[head]!])),
      },
    ]),
  );
}
