// Our own exports as a format that can be read back: every column of a dataset by its name. Pure.
import { QUALITIES } from './columns.ts';
import type { DatasetDefinition, Row } from './dataset.ts';
import { type Field, fieldsOf, lackOfValue } from './field.ts';
import { glimpse } from './glimpse.ts';
import type { TableFormat, TableRecord } from './table-format.ts';
import { parseInstant } from './time.ts';

/** GET …/rows?format=csv, read back. What it says of provenance is passed over: this file is where the rows come from now. */
export function exportFormat(definition: DatasetDefinition): TableFormat {
  const fields = fieldsOf(definition);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const lack = lackOfValue(fields);
  const provenance = Object.keys(definition.parts).flatMap((part) => [
    `${part}_quality`,
    `${part}_known_at`,
    `${part}_source`,
  ]);
  return {
    id: definition.id,
    required: definition.key,
    optional: [...fields.filter(({ required }) => !required).map(({ name }) => name), ...provenance, 'simulated'],
    read(record: TableRecord): Row | string {
      const row: Record<string, string | number | boolean | null> = {};
      let says = false;
      for (const name in record) {
        const field = byName.get(name);
        if (!field) continue;
        const text = record[name] ?? '';
        const value = text === '' && field.kind !== 'text' ? null : readAs(field, text);
        if (value === undefined) return `${name}: got ${glimpse(text)}, want ${wantedOf(field)}`;
        row[name] = text === '' ? null : value;
        if (!field.required && row[name] !== null) says = true;
      }
      return says ? { ...row, quality: QUALITIES[0] } : lack;
    },
  };
}

/** As people and programs write numbers; `0x10` and `Infinity` are JavaScript's own. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function readAs({ kind }: Field, text: string): string | number | boolean | undefined {
  switch (kind) {
    case 'instant':
      return parseInstant(text) ?? undefined;
    case 'integer':
    case 'number': {
      const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'boolean': {
      const word = text.toLowerCase();
      if (word === 'true' || word === '1') return true;
      return word === 'false' || word === '0' ? false : undefined;
    }
    case 'text':
      return text;
  }
}

const WANTED = {
  instant: 'an instant with its zone, such as 2026-11-20T10:15:00Z',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  text: 'text',
} as const;
const wantedOf = ({ kind }: Field): string => WANTED[kind];
