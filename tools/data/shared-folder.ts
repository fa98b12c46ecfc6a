// A folder laid out like ../shared/data, whatever years its files name: finds files, reads tables, remembers what was read and what was odd. Never writes.
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Source } from '../../data/dataset.ts';
import { isReject, isWarning, type Row } from '../../data/dataset.ts';
import { type TableFormat, tableRows } from '../../data/table-format.ts';

/** What is told of one kind of oddity: the first ones, and how many. */
const MOST_TOLD = 3;

export interface SharedFolder {
  /** In the order of their names, and so of their years. */
  files(folder: string, name: RegExp): readonly string[];
  /** The rows of a table; its rejects and warnings are noted with file and line. */
  table(path: string, format: TableFormat): AsyncGenerator<Row>;
  /** The same for the answer of a source that was kept as a file. */
  answer(path: string, parse: Source['parse']): AsyncGenerator<Row>;
  /** A file whole, for who reads it in a way of his own. */
  text(path: string): string;
  note(kind: string, detail: string): void;
  /** Files read since the last time, each once, and what was noted of them. */
  taken(): { readonly files: readonly string[]; readonly notes: readonly string[] };
}

export function sharedFolder(root: string): SharedFolder {
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw new Error(`${root} is no folder; want one laid out like ../shared/data, with national/ or weather/ in it`);
  let read = new Set<string>();
  let notes = new Map<string, string[]>();
  const note = (kind: string, detail: string): void => {
    notes.set(kind, [...(notes.get(kind) ?? []), detail]);
  };

  async function* answer(path: string, parse: Source['parse']): AsyncGenerator<Row> {
    const file = basename(path);
    read.add(file);
    let count = 0;
    try {
      for await (const one of parse(createReadStream(path))) {
        if (isWarning(one)) note('warning', `${file}: ${one.warning}`);
        else if (isReject(one)) note('line left out', `${file} ${one.reject.where}: ${one.reject.reason}`);
        else {
          count += 1;
          yield one;
        }
      }
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
    if (count === 0) throw new Error(`${path} gives no row: ${notes.get('line left out')?.[0] ?? 'it has no line'}`);
  }

  return {
    files(folder, name) {
      const path = join(root, folder);
      if (!existsSync(path)) return [];
      const found = readdirSync(path).filter((file) => name.test(file));
      return found.sort().map((file) => join(path, file));
    },
    answer,
    table: (path, format) => answer(path, (bytes) => tableRows(format, bytes)),
    text(path) {
      read.add(basename(path));
      return readFileSync(path, 'utf8');
    },
    note,
    taken() {
      const told = [...notes].flatMap(([kind, details]) => {
        const more = details.length - MOST_TOLD;
        return [
          ...details.slice(0, MOST_TOLD).map((detail) => `${kind}: ${detail}`),
          ...(more > 0 ? [`${kind}: ${more} more like these`] : []),
        ];
      });
      const taken = { files: [...read], notes: told };
      read = new Set();
      notes = new Map();
      return taken;
    },
  };
}
