// The columns of a dataset that hold facts (its key and its parts, not their provenance), and what each may hold. No I/O.
import { getTableColumns } from 'drizzle-orm';
import type { DatasetDefinition } from './dataset.ts';
import { gridInWords, type Step } from './grid.ts';
import type { Instant } from './time.ts';

export type FieldKind = 'instant' | 'integer' | 'number' | 'boolean' | 'text';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** A key column: never missing. */
  readonly required: boolean;
  /** Inclusive: of integers and numbers their value, of texts their length in characters. */
  readonly min: number;
  readonly max: number;
  /** The only values a text may take. */
  readonly words?: readonly string[];
  /** Instants fall on its steps. */
  readonly step?: Step;
  readonly note: string;
}

/** 1900 to 2200: a timestamp outside is a unit mistaken (seconds for milliseconds), not a fact. */
const EARLIEST: Instant = Date.UTC(1900, 0, 1);
const LATEST: Instant = Date.UTC(2200, 0, 1);

/** Keys stand in an index, whose entries Postgres limits to 2,700 bytes; a text is a word or a sentence, encrypted or not. */
const MAX_KEY_CHARACTERS = 200;
const MAX_TEXT_CHARACTERS = 4_000;

/** Keyed by the SQL type: what Postgres itself could hold. */
const KINDS: Readonly<Record<string, readonly [kind: FieldKind, min: number, max: number]>> = {
  'timestamp with time zone': ['instant', EARLIEST, LATEST],
  smallint: ['integer', -32_768, 32_767],
  integer: ['integer', -2_147_483_648, 2_147_483_647],
  bigint: ['integer', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  real: ['number', -3.4e38, 3.4e38],
  'double precision': ['number', -Number.MAX_VALUE, Number.MAX_VALUE],
  boolean: ['boolean', 0, 1],
  text: ['text', 0, MAX_TEXT_CHARACTERS],
};

export function fieldsOf(definition: DatasetDefinition): readonly Field[] {
  const columns = getTableColumns(definition.table);
  const names = [...definition.key, ...Object.values(definition.parts).flatMap((part) => part.columns)];
  return names.map((name): Field => {
    const column = columns[name];
    if (!column) throw new Error(`${definition.id}: the table has no column ${name}`);
    const sqlType = column.getSQLType();
    const words = definition.places[name] ?? column.enumValues;
    const known = KINDS[words ? 'text' : sqlType];
    if (!known)
      throw new Error(`${definition.id}.${name}: no rule for ${sqlType}, want ${Object.keys(KINDS).join(', ')}`);
    const [kind, least, most] = known;
    const [min, max] = definition.ranges[name] ?? [least, most];
    const required = definition.key.includes(name);
    const { grid } = definition;
    const step = name === definition.timeColumn && grid !== 'event' && grid !== 'snapshot' ? grid : undefined;
    return {
      name,
      kind,
      required,
      min: kind === 'text' && required ? 1 : name === definition.timeColumn ? (definition.earliest ?? min) : min,
      max: kind === 'text' && required ? MAX_KEY_CHARACTERS : max,
      note: definition.notes[name] ?? '',
      ...(words && { words }),
      ...(step && { step }),
    };
  });
}

/** What a row without a single value lacks: it would be accepted and change nothing. */
export function lackOfValue(fields: readonly Field[]): string {
  const names = fields.flatMap(({ name, required }) => (required ? [] : [name]));
  const more = names.length > 3 ? ` or ${names.length - 3} more` : '';
  return `names no value, want at least one of ${names.slice(0, 3).join(', ')}${more}`;
}

/** What Postgres and UTF-8 have no place for: half a surrogate pair would be stored as U+FFFD, and two keys become one. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** What a value of this field must be, for people. */
export function wanted(field: Field): string {
  switch (field.kind) {
    case 'instant':
      return `an instant from ${new Date(field.min).getUTCFullYear()} to 2200${field.step ? gridInWords(field.step) : ''}`;
    case 'integer':
      return `an integer from ${field.min} to ${field.max}`;
    case 'number':
      return `a number from ${field.min} to ${field.max}`;
    case 'boolean':
      return 'true or false';
    case 'text':
      return field.words
        ? `one of ${field.words.join(', ')}`
        : `text of ${field.min} to ${field.max} characters, without NUL and half characters`;
  }
}
