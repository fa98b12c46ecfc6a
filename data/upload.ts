// Files that people send by hand: what our own exports look like, or what a dataset says of other people's files. A source that nobody asks.
import { QUALITIES, type Quality } from './columns.ts';
import { type DatasetDefinition, isReject, isWarning, type Row, ShapeError, type Source } from './dataset.ts';
import { type Field, fieldsOf, lackOfValue } from './field.ts';
import { glimpse } from './glimpse.ts';
import { columnsOfPush } from './push.ts';
import { namesOf, rowsOfLines, type TableFormat, type TableRecord } from './table-format.ts';
import { csvLines } from './table-lines.ts';
import { parseInstant } from './time.ts';
import { xlsxLines } from './xlsx.ts';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const UPLOAD_TYPES = [CSV, XLSX] as const;
export const UPLOAD_SOURCE = 'upload';

/** `quality` is what the rows claim; without one, what the format says, and `real time` for our own. */
export function uploadSource(
  definition: DatasetDefinition,
  { mediaType, quality }: { readonly mediaType: string; readonly quality: Quality | null },
): Source {
  const formats = [exportFormat(definition), ...(definition.files ?? [])];
  const names = new Set(formats.flatMap(namesOf));
  return {
    id: UPLOAD_SOURCE,
    secrets: [],
    *fetch() {
      // The file is here already.
    },
    async *parse(bytes) {
      const lines = mediaType === XLSX ? xlsxLines(bytes) : csvLines(bytes, names);
      let lineCount = 0;
      async function* counted() {
        for await (const batch of lines) {
          lineCount += batch.length;
          yield batch;
        }
      }
      for await (const found of rowsOfLines(formats, counted()))
        yield quality === null || isReject(found) || isWarning(found) ? found : { ...found, quality };
      // A publisher may have nothing to say; a person who sends a file has.
      if (lineCount === 1) throw new ShapeError('got a header and no row below it, want rows');
    },
  };
}

/** As for pushes: what a file has no column for is not touched. */
export const columnsOfUpload = columnsOfPush;

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
