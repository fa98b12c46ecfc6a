// What every detector must keep, whoever adds it: run over the whole catalogue.
import { describe, expect, it } from 'vitest';
import { nextStep } from '../data/grid.ts';
import { only } from '../tests/other-facts.ts';
import { withoutAmbient } from '../tests/without-ambient.ts';
import { models } from './catalogue.gen.ts';
import type { ModelDefinition } from './model.ts';
import { rehearsalFacts, rehearsalQuestions, rehearsedRow } from './rehearsal.ts';

const catalogue: readonly ModelDefinition[] = Object.values(models);
const detectors = catalogue.flatMap((model) => (model.kind === 'detector' ? [[model.id, model] as const] : []));

describe.each(detectors)('%s, a detector,', (_, model) => {
  const facts = rehearsalFacts(model);
  const questions = rehearsalQuestions(model);
  const rows = questions.map((question) => rehearsedRow(model, facts, question));

  it('gives exactly the features it names, and knows each at some time', () => {
    for (const row of rows) expect(Object.keys(row).sort()).toEqual([...model.features].sort());
    expect(model.features.filter((feature) => rows.every((row) => Number.isNaN(row[feature])))).toEqual([]);
  });

  it('looks at nothing but its arguments: not at the clock, not at chance, not at Intl', () => {
    expect(withoutAmbient(() => questions.map((question) => rehearsedRow(model, facts, question)))).toEqual(rows);
  });

  it('looks at nothing after the step it judges, and no further back than it says', () => {
    // A dozen of them: each wants a past of its own.
    const apart = Math.ceil(questions.length / 12);
    for (const [i, question] of questions.entries()) {
      if (i % apart !== 0) continue;
      const { validAt } = question;
      const seen = only(facts, (at) => at >= validAt - model.reach && at < nextStep(model.step, validAt));
      expect(rehearsedRow(model, seen, question), question.what).toEqual(rows[i]);
    }
  });

  it('says NaN where nothing is known, never 0', () => {
    const row = rehearsedRow(model, new Map(), questions[0]!);
    const fromHistory = model.features.filter((feature) => !Object.is(row[feature], rows[0]![feature]));
    expect(fromHistory.length).toBeGreaterThan(0);
    expect(fromHistory.filter((feature) => !Number.isNaN(row[feature]))).toEqual([]);
  });
});
