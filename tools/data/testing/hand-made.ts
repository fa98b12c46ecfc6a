// For tests: a folder in the layout of ../shared/data, made by hand, and what its import gives.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chosen, importShared } from '../import.ts';

/** Files by path within the folder. Gives what was said, and the records of the one file by name of column. */
export function handMade(home: string) {
  let folders = 0;
  return async (files: Readonly<Record<string, readonly string[]>>, dataset: string) => {
    folders += 1;
    const [from, to] = [join(home, `from-${folders}`), join(home, `to-${folders}`)];
    mkdirSync(from, { recursive: true });
    for (const [path, lines] of Object.entries(files)) {
      mkdirSync(dirname(join(from, path)), { recursive: true });
      writeFileSync(join(from, path), `${lines.join('\n')}\n`);
    }
    const told: string[] = [];
    await importShared({ from, to, importers: chosen(dataset) }, (line) => told.push(line));
    return { told, records: recordsOf(readFileSync(join(to, `${dataset}.csv`), 'utf8')) };
  };
}

/** No field of theirs holds a comma. */
export function recordsOf(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])));
}

export const columnsOf = (records: readonly Record<string, string>[], ...names: string[]): string[] =>
  records.map((record) => names.map((name) => record[name]).join(' '));
