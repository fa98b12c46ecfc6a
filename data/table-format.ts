// A table as people send it: the names in its header, and what one line of it means. The same for CSV and for spreadsheets.

import type { CsvRecord } from './csv.ts';
import { type Parsed, type Row, ShapeError, type Warning } from './dataset.ts';
import { leftOut } from './left-out.ts';
import { csvLines } from './table-lines.ts';

/** One line, by the names of the header; trimmed, empty where the cell is. */
export type TableRecord = Readonly<Record<string, string>>;

/** A row, something to look at, or a sentence that says why there is no row. */
export type Finding = Row | Warning | string;

/** What the lines before left behind, for lines whose meaning hangs on their order: empty at the head of every file. */
export type Memory = Map<string, number>;

export interface TableFormat {
  readonly id: string;
  /** Without one of these the file is refused. */
  readonly required: readonly string[];
  /** May be absent. Any other column is a warning. */
  readonly optional?: readonly string[];
  /** Names at the end of the header that stand over no column: the file says them once for all its lines. Wanted, as those that are required. */
  readonly titles?: readonly string[];
  /** One finding, or several: a line may hold a whole day. */
  read(record: TableRecord, memory?: Memory): Finding | readonly Finding[];
}

/** Reads records by a format. Throws ShapeError where a column is missing. */
export function recordReader(
  { id, required, optional = [], titles = [], read }: TableFormat,
  header: readonly string[],
): { readonly warnings: readonly string[]; readonly read: (fields: readonly string[]) => readonly Finding[] } {
  const missing = [...required, ...titles].filter((name) => !header.includes(name));
  const known = new Set([...required, ...optional, ...titles]);
  if (missing.length > 0)
    throw new ShapeError(
      `${id}: want the column${missing.length > 1 ? 's' : ''} ${listed(missing)}, got ${columnsIn(header, known)}`,
    );
  // Spreadsheets end their lines with separators that separate nothing.
  const width = header.findLastIndex((name) => name !== '') + 1 - titles.length;
  const names = header.slice(0, width);
  const memory: Memory = new Map();
  const unknown = names.filter((name) => !known.has(name));
  return {
    warnings: unknown.map((name) => leftOut(id, 'column', name)),
    read: (fields) => {
      const isWide = fields.length > width && fields.slice(width).some((field) => field.trim() !== '');
      if (fields.length < width || isWide) return [`got ${fields.length} fields, want ${width}`];
      const record: Record<string, string> = {};
      for (let i = 0; i < width; i++) record[names[i] ?? ''] = (fields[i] ?? '').trim();
      const found = read(record, memory);
      return [found].flat();
    },
  };
}

/** A column that lacks is often there under another name: those that nobody knows say which. */
function columnsIn(header: readonly string[], known: ReadonlySet<string>): string {
  const named = header.filter((name) => name !== '');
  const unknown = named.filter((name) => !known.has(name));
  const count = named.length === 1 ? '1 column' : `${named.length} columns`;
  return unknown.length === 0 ? `${count}, all known` : `${count}, among them unknown: ${listed(unknown)}`;
}

const MAX_LISTED = 6;
const MAX_NAME_CHARACTERS = 40;

function listed(names: readonly string[]): string {
  const short = (name: string) => (name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS)}…` : name);
  const first = names.slice(0, MAX_LISTED).map(short).join(', ');
  return names.length > MAX_LISTED ? `${first} and ${names.length - MAX_LISTED} more` : first;
}

/** The `parse` of a source that gives such a table as CSV. */
export const tableRows = (format: TableFormat, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> =>
  rowsOfLines([format], csvLines(bytes, new Set(namesOf(format))));

export const namesOf = ({ required, optional = [], titles = [] }: TableFormat): readonly string[] => [
  ...required,
  ...optional,
  ...titles,
];

/** Rows by whichever of the formats the header fits best. */
export async function* rowsOfLines(
  formats: readonly TableFormat[],
  lines: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<Parsed> {
  let reader: ReturnType<typeof recordReader> | undefined;
  for await (const records of lines) {
    for (const { line, fields, text } of records) {
      if (!reader) {
        const header = fields.map((name) => name.trim());
        reader = recordReader(formatOf(formats, header), header);
        for (const warning of reader.warnings) yield { warning };
        continue;
      }
      for (const found of reader.read(fields)) {
        if (typeof found !== 'string') yield found;
        else yield { reject: { where: `line ${line}`, reason: found, fragment: text.slice(0, 300) } };
      }
    }
  }
  if (!reader)
    throw new ShapeError(`${formats.map(({ id }) => id).join(' or ')}: got an empty file, want a header and rows`);
}

/** Of those that lack nothing, the one that knows the most names; where each lacks something, the one that comes closest says what. */
function formatOf(formats: readonly TableFormat[], header: readonly string[]): TableFormat {
  const twice = header.find((name, i) => name !== '' && header.indexOf(name) !== i);
  if (twice !== undefined) throw new ShapeError(`a column comes twice: "${twice.slice(0, 60)}"`);
  const [best] = formats
    .map((format) => ({
      format,
      known: namesOf(format).filter((name) => header.includes(name)).length,
      missing: [...format.required, ...(format.titles ?? [])].filter((name) => !header.includes(name)).length,
    }))
    .sort((a, b) => Number(a.missing > 0) - Number(b.missing > 0) || b.known - a.known || a.missing - b.missing);
  if (!best) throw new Error('no format to choose from');
  return best.format;
}
