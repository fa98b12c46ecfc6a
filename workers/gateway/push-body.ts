// A pushed body: a JSON array or ndjson, at most 5,000 rows, each checked against its dataset. Every fault has its pointer. Pure.

import type { DatasetDefinition } from '../../data/dataset.ts';
import { fieldsOf } from '../../data/field.ts';
import { glimpse } from '../../data/glimpse.ts';
import { columnsOfPush, MAX_COLUMN_SETS } from '../../data/push.ts';
import { wireRowSchema } from '../../data/row.ts';
import { parseInstant } from '../../data/time.ts';
import { checkPushed } from '../../data/validate.ts';
import type { Fault, Result } from '../mesh/result.ts';
import { fail, ok } from '../mesh/result.ts';
import { parsedJson } from './body.ts';
import { faultsOf } from './faults.ts';
import { invalid } from './refuse.ts';

export const MAX_ROWS = 5_000;
const MAX_FAULTS = 50;

export interface PushedRows {
  readonly rows: number;
  readonly ndjson: string;
}

export function pushReader(definition: DatasetDefinition): (type: string, text: string) => Result<PushedRows> {
  const faults = rowFaults(definition);
  const setsOf = columnSets(definition);
  return (type, text) => {
    const rows = type === 'application/x-ndjson' ? linesOf(text) : arrayOf(text);
    if (!rows.ok) return rows;
    const count = rows.value.length;
    if (count === 0) return fail(invalid({ pointer: '', detail: 'got no row, want one at least' }));
    if (count > MAX_ROWS) {
      return fail(invalid({ pointer: '', detail: `got ${count} rows, want ${MAX_ROWS} at most: push them in pieces` }));
    }
    const found: Fault[] = [];
    for (let i = 0; i < count && found.length < MAX_FAULTS; i++) found.push(...faults(rows.value[i], i));
    if (found.length > 0) return fail(invalid(...found.slice(0, MAX_FAULTS)));
    const sets = setsOf(rows.value);
    if (sets > MAX_COLUMN_SETS) {
      const want = `want ${MAX_COLUMN_SETS} at most: push them in pieces, or name null what a row lacks`;
      return fail(invalid({ pointer: '', detail: `got rows that bring ${sets} different sets of columns, ${want}` }));
    }
    return ok({ rows: count, ndjson: rows.value.map((row) => JSON.stringify(row)).join('\n') });
  };
}

function arrayOf(text: string): Result<readonly unknown[]> {
  const body = parsedJson(text);
  if (!body.ok) return body;
  if (Array.isArray(body.value)) return ok(body.value);
  return fail(invalid({ pointer: '', detail: `got ${glimpse(body.value)}, want an array of rows` }));
}

function linesOf(text: string): Result<readonly unknown[]> {
  const rows: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    // The check of the count comes after: what is too long is not parsed to its end.
    if (rows.length > MAX_ROWS) break;
    const row = parsedJson(line);
    if (!row.ok) return fail(invalid({ pointer: `/${rows.length}`, detail: `line ${rows.length + 1} is no JSON` }));
    rows.push(row.value);
  }
  return ok(rows);
}

function columnSets(definition: DatasetDefinition): (rows: readonly unknown[]) => number {
  return (rows) => {
    const columnsOf = columnsOfPush(definition);
    return new Set(rows.map((row) => (typeof row === 'object' && row !== null ? columnsOf(row) : null))).size;
  };
}

/** The fast check passes what is right; zod says where the rest is wrong. A test of data/ holds the two equal. */
function rowFaults(definition: DatasetDefinition): (row: unknown, i: number) => readonly Fault[] {
  const check = checkPushed(definition);
  let schema: ReturnType<typeof wireRowSchema> | undefined;
  const names = fieldsOf(definition)
    .filter(({ required }) => required)
    .map(({ name }) => name)
    .join(', ');
  const instants = new Set(fieldsOf(definition).flatMap(({ kind, name }) => (kind === 'instant' ? [name] : [])));
  return (row, i) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return [{ pointer: `/${i}`, detail: `got ${glimpse(row)}, want a row: an object with ${names}` }];
    }
    const plain = plainRow(row, instants);
    if (plain && check(plain) === null) return [];
    schema ??= wireRowSchema(definition);
    const parsed = schema.safeParse(row);
    if (parsed.success) return [];
    return faultsOf(parsed.error, 'body', `got a column that ${definition.id} does not have`).map(
      ({ pointer, detail }) => ({ pointer: `/${i}${pointer}`, detail }),
    );
  };
}

/** Null where a value is none that a column could hold. */
function plainRow(row: object, instants: ReadonlySet<string>): Record<string, string | number | boolean | null> | null {
  const plain: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return null;
    if (name === '__proto__') return null;
    // An instant is text on the wire: a number there is a fault, whatever it means.
    if (instants.has(name) && typeof value !== 'string') return null;
    plain[name] = instants.has(name) ? parseInstant(String(value)) : value;
  }
  return plain;
}
