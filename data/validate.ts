// Fast checks of one row against its dataset: the same rules as the zod schema of row.ts, at a hundredth of its cost. Never change a row.
import { QUALITIES } from './columns.ts';
import type { DatasetDefinition } from './dataset.ts';
import { type Field, fieldsOf, isStorable, lackOfValue, wanted } from './field.ts';
import { isOnGrid } from './grid.ts';
import { formatInstant } from './time.ts';

type Value = string | number | boolean | null | undefined;
type Test = (value: Value) => boolean;

/** Null when the row is acceptable; otherwise column, got and want. */
type Check = (row: Readonly<Record<string, string | number | boolean | null>>) => string | null;

/** For a row that somebody sends by himself: it has to say something. Sources also give rows of what is yet to come. */
export function checkPushed(definition: DatasetDefinition): Check {
  const check = checkRow(definition);
  const fields = fieldsOf(definition);
  const values = fields.flatMap(({ name, required }) => (required ? [] : [name]));
  const lack = lackOfValue(fields);
  return (row) => check(row) ?? (values.some((name) => (row[name] ?? null) !== null) ? null : lack);
}

export function checkRow(definition: DatasetDefinition): Check {
  const fields = fieldsOf(definition);
  const qualities = new Set<Value>(QUALITIES);
  const tests = new Map<string, Test>(fields.map((field) => [field.name, testOf(field)]));
  tests.set('quality', (value) => qualities.has(value));
  const wants = new Map(fields.map((field) => [field.name, wanted(field)]));
  wants.set('quality', `one of ${QUALITIES.join(', ')}`);
  const instants = new Set(fields.filter((field) => field.kind === 'instant').map((field) => field.name));
  const required = [...fields.filter((field) => field.required).map((field) => field.name), 'quality'];

  return (row) => {
    for (const name in row) {
      const test = tests.get(name);
      if (!test) return `${name}: ${definition.id} has no such column`;
      if (!test(row[name])) return `${name}: got ${shown(row[name], instants.has(name))}, want ${wants.get(name)}`;
    }
    for (const name of required) if (!(name in row)) return `${name}: got nothing, want ${wants.get(name)}`;
    return null;
  };
}

function testOf(field: Field): Test {
  const test = testOfKind(field);
  return field.required ? test : (value) => value === null || value === undefined || test(value);
}

function testOfKind({ kind, min, max, step, words }: Field): Test {
  switch (kind) {
    case 'instant':
      return step
        ? (value) =>
            typeof value === 'number' && within(value, min, max) && Number.isInteger(value) && isOnGrid(step, value)
        : (value) => Number.isInteger(value) && within(value, min, max);
    case 'integer':
      return (value) => Number.isInteger(value) && within(value, min, max);
    case 'number':
      return (value) => within(value, min, max);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'text': {
      if (!words) return (value) => typeof value === 'string' && within(value.length, min, max) && isStorable(value);
      const set = new Set<Value>(words);
      return (value) => set.has(value);
    }
  }
}

/** False for NaN. */
const within = (value: Value, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max;

function shown(value: Value, instant: boolean): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  // Date reaches as far as 8.64e15 milliseconds from 1970.
  return instant && typeof value === 'number' && Math.abs(value) <= 8.64e15 ? formatInstant(value) : String(value);
}
