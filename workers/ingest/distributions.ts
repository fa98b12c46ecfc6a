// The distribution of each critical column, while rows stream by. None where the facts are about persons. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { fieldsOf } from '../../data/field.ts';
import { isPersonal } from '../../data/privacy.ts';
import { type Sketch, sketcher } from './histogram.ts';

export interface Distribution {
  readonly column: string;
  /** Rows that bring the column without a value. */
  readonly missing: number;
  readonly sketch: Sketch;
}

const MAX_COLUMNS = 6;

export function distributions(definition: DatasetDefinition) {
  const numeric = new Set(
    fieldsOf(definition).flatMap(({ name, kind }) => (kind === 'integer' || kind === 'number' ? [name] : [])),
  );
  const columns = isPersonal(definition)
    ? []
    : definition.quality.critical
        .filter((column) => numeric.has(column))
        .slice(0, MAX_COLUMNS)
        .map((column) => ({ column, missing: 0, values: sketcher() }));
  return {
    see(row: Row): void {
      for (const counted of columns) {
        const value = row[counted.column];
        if (typeof value === 'number') counted.values.add(value);
        else if (value === null) counted.missing++;
      }
    },
    all: (): Distribution[] =>
      columns.flatMap(({ column, missing, values }) => {
        const sketch = values.sketch();
        return sketch ? [{ column, missing, sketch }] : [];
      }),
  };
}
