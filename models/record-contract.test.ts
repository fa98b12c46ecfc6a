// What every record model must keep, whoever adds it: run over the whole catalogue.
import { describe, expect, it } from 'vitest';
import { withoutAmbient } from '../tests/without-ambient.ts';
import { models } from './catalogue.gen.ts';
import type { ModelDefinition } from './model.ts';

const catalogue: readonly ModelDefinition[] = Object.values(models);
const records = catalogue.flatMap((model) => (model.kind === 'record' ? [[model.id, model] as const] : []));

describe.each(records)('%s, a record model,', (_, model) => {
  const rows = model.examples.map(({ input }) => model.row(input));

  it('has examples that its own schema takes, as they are and as JSON', () => {
    for (const { what, input } of model.examples) {
      expect(model.input.parse(input), what).toEqual(input);
      expect(model.input.parse(JSON.parse(JSON.stringify(input))), what).toEqual(input);
    }
  });

  it('gives exactly the features it names, knows each at some time, and says NaN where something is missing', () => {
    for (const row of rows) expect(Object.keys(row).sort()).toEqual([...model.features].sort());
    expect(model.features.filter((feature) => rows.every((row) => Number.isNaN(row[feature])))).toEqual([]);
    expect(rows.some((row) => Object.values(row).some(Number.isNaN))).toBe(true);
  });

  it('looks at nothing but its arguments: not at the clock, not at chance, not at Intl', () => {
    expect(withoutAmbient(() => model.examples.map(({ input }) => model.row(input)))).toEqual(rows);
  });
});
