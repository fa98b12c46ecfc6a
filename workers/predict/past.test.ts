// How much past is read for a question: enough that a row asked alone has the bits it has among all.
import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../data/time.ts';
import { models } from '../../models/catalogue.gen.ts';
import { type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import { rehearsalFacts, rehearsalQuestions } from '../../models/rehearsal.ts';
import { tensorOf } from '../../models/tensor.ts';
import { pastNeeded } from './past.ts';

const series = Object.values<ModelDefinition>(models).filter((model): model is SeriesModel => model.kind === 'series');

function within(facts: FactsBySeries, from: number, to: number): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => {
      const kept = Array.from(at.keys()).filter((i) => from <= at[i]! && at[i]! < to);
      const only = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!);
      return [key, { at: only(at), knownAt: only(knownAt), value: only(value) }];
    }),
  );
}

it.each(series.map((model) => [model.id, model] as const))('%s sees for one step what it sees for all', (_, model) => {
  const facts = rehearsalFacts(model);
  const questions = rehearsalQuestions(model);
  const some = questions.filter((_, i) => i % Math.ceil(questions.length / 12) === 0);
  for (const { what, entity, validAt, issuedAt } of some) {
    const { from, to } = pastNeeded(model, issuedAt, [validAt]);
    const rowOf = (known: FactsBySeries) =>
      tensorOf(model.features, [model.row(historyAsOf(known, issuedAt), entity, validAt, issuedAt)]);
    expect(rowOf(within(facts, from, to)), what).toEqual(rowOf(facts));
  }
});

it('reads of a verdict what its step looks at, and not what came until it was given', () => {
  const model = models['turbine-failure'];
  const validAt = Date.UTC(2026, 9, 18, 17);
  expect(pastNeeded(model, validAt + 34 * DAY, [validAt])).toEqual({ from: validAt - 18 * DAY, to: validAt + HOUR });
});
