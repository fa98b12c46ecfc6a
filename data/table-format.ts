// A table as people send it: the names in its header, and what one line of it means. The same for CSV and for spreadsheets.
import { csvBatches } from './csv.ts';
import { type Parsed, type Row, ShapeError, type Warning } from './dataset.ts';

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
  /** One finding, or several: a line may hold a whole day. */
  read(record: TableRecord, memory?: Memory): Finding | readonly Finding[];
}

/** Reads records by a format. Throws ShapeError where a column is missing. */
export function recordReader(
  { id, required, optional = [], read }: TableFormat,
  header: readonly string[],
): { readonly warnings: readonly string[]; readonly read: (fields: readonly string[]) => readonly Finding[] } {
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new ShapeError(`${id}: want the column ${missing.join(', ')}, got ${header.join(', ').slice(0, 200)}`);
  const known = new Set([...required, ...optional]);
  const memory: Memory = new Map();
  const unknown = header.filter((name) => !known.has(name));
  return {
    warnings: unknown.map((name) => `${id}: the column ${name.slice(0, 60)} is new to us and was left out`),
    read: (fields) => {
      if (fields.length !== header.length) return [`got ${fields.length} fields, want ${header.length}`];
      const found = read(Object.fromEntries(header.map((name, i) => [name, (fields[i] ?? '').trim()])), memory);
      return [found].flat();
    },
  };
}

/** The `parse` of a source that gives such a table as CSV. */
export async function* tableRows(format: TableFormat, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  let reader: ReturnType<typeof recordReader> | undefined;
  for await (const records of csvBatches(bytes)) {
    for (const { line, fields, text } of records) {
      if (!reader) {
        reader = recordReader(
          format,
          fields.map((name) => name.trim()),
        );
        for (const warning of reader.warnings) yield { warning };
        continue;
      }
      for (const found of reader.read(fields)) {
        if (typeof found !== 'string') yield found;
        else yield { reject: { where: `line ${line}`, reason: found, fragment: text.slice(0, 300) } };
      }
    }
  }
  if (!reader) throw new ShapeError(`${format.id}: no header: an empty file`);
}
