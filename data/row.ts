// A row on the wire: the zod schema of the JSON, and the way there and back. Instants are ISO 8601 outside, milliseconds inside.
import { z } from 'zod';
import { QUALITIES } from './columns.ts';
import type { DatasetDefinition, Row } from './dataset.ts';
import { type Field, fieldsOf, isStorable, lackOfValue, wanted } from './field.ts';
import { glimpse } from './glimpse.ts';
import { isOnGrid } from './grid.ts';
import { formatInstant, parseInstant } from './time.ts';

export type WireRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What may be pushed: key, at least one of the values, and how good they are. A field we do not know is a fault. */
export function wireRowSchema(definition: DatasetDefinition) {
  const fields = fieldsOf(definition);
  const shape = Object.fromEntries(
    fields.map((field) => [field.name, field.required ? wireValue(field) : wireValue(field).nullish()]),
  );
  const values = fields.flatMap(({ name, required }) => (required ? [] : [name]));
  const error = ({ input }: { input?: unknown }) => `got ${glimpse(input)}, want one of ${QUALITIES.join(', ')}`;
  return z
    .strictObject({ ...shape, quality: z.enum(QUALITIES, { error }) })
    .refine((row) => values.some((name) => (Reflect.get(row, name) ?? null) !== null), { error: lackOfValue(fields) })
    .meta({ minProperties: fields.length - values.length + 2 });
}

/** What is served: nulls are absent, and each part says how good it is, since when it could be known and who said so. */
export function servedRowSchema(definition: DatasetDefinition) {
  const shape = Object.fromEntries(
    fieldsOf(definition).map((field) => [field.name, field.required ? wireValue(field) : wireValue(field).optional()]),
  );
  const provenance = Object.fromEntries(
    Object.keys(definition.parts).flatMap((part) => [
      [`${part}_quality`, z.enum(QUALITIES).optional()],
      [`${part}_known_at`, z.iso.datetime().optional()],
      [`${part}_source`, z.string().optional()],
    ]),
  );
  return z.strictObject({ ...shape, ...provenance, simulated: z.boolean() });
}

function wireValue(field: Field): z.ZodType {
  const error = (issue: { input?: unknown }) => `got ${glimpse(issue.input)}, want ${wanted(field)}`;
  const { min, max, step, note } = field;
  switch (field.kind) {
    case 'instant':
      return z
        .string({ error })
        .refine(
          (text) => {
            const at = parseInstant(text);
            return at !== null && at >= min && at <= max && (!step || isOnGrid(step, at));
          },
          { error },
        )
        .meta({ format: 'date-time', description: note });
    case 'integer':
      return z.int({ error }).min(min, { error }).max(max, { error }).describe(note);
    case 'number':
      return z.number({ error }).min(min, { error }).max(max, { error }).describe(note);
    case 'boolean':
      return z.boolean({ error }).describe(note);
    case 'text':
      return field.words
        ? z.enum(field.words, { error }).describe(note)
        : z.string({ error }).min(min, { error }).max(max, { error }).refine(isStorable, { error }).describe(note);
  }
}

/** From a row that `wireRowSchema` has accepted. */
export function fromWire(definition: DatasetDefinition): (wire: WireRow) => Row {
  const instants = instantNames(definition);
  return (wire) => {
    const row: Record<string, string | number | boolean | null> = {};
    for (const name in wire) {
      const value = wire[name] ?? null;
      row[name] = typeof value === 'string' && instants.has(name) ? parseInstant(value) : value;
    }
    return { ...row, quality: z.enum(QUALITIES).parse(wire['quality']) };
  };
}

/** Nulls are left out; instants become text. */
export function toWire(definition: DatasetDefinition): (row: Row) => WireRow {
  const instants = instantNames(definition);
  return (row) => {
    const wire: Record<string, string | number | boolean> = {};
    for (const name in row) {
      const value = row[name];
      if (value === null || value === undefined) continue;
      wire[name] = typeof value === 'number' && instants.has(name) ? formatInstant(value) : value;
    }
    return wire;
  };
}

function instantNames(definition: DatasetDefinition): ReadonlySet<string> {
  return new Set(fieldsOf(definition).flatMap((field) => (field.kind === 'instant' ? [field.name] : [])));
}
