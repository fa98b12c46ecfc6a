// The lines of a small CSV table as records by name, each checked for its width. A column that is gone throws, one that is new warns.

import { csvBatches } from '../csv.ts';
import { ShapeError, type Warning } from '../dataset.ts';
import { leftOut } from '../left-out.ts';

export interface Line {
  readonly where: string;
  readonly text: string;
  readonly cells: Readonly<Record<string, string>>;
}

export async function* csvTable(
  bytes: AsyncIterable<Uint8Array>,
  { required, optional }: { readonly required: readonly string[]; readonly optional: readonly string[] },
): AsyncGenerator<Line | Warning> {
  let names: readonly string[] | undefined;
  for await (const records of csvBatches(bytes, { separator: ',' })) {
    for (const { line, fields, text } of records) {
      if (!names) {
        names = fields.map((name) => name.trim());
        const gone = required.filter((name) => !names?.includes(name));
        if (gone.length > 0)
          throw new ShapeError(`want the columns ${required.join(', ')}, got ${JSON.stringify(text.slice(0, 200))}`);
        for (const name of names)
          if (![...required, ...optional].includes(name)) yield { warning: leftOut('the file', 'column', name) };
        continue;
      }
      if (fields.length !== names.length)
        throw new ShapeError(`line ${line}: got ${fields.length} fields, want ${names.length}: truncated?`);
      const cells = Object.fromEntries(names.map((name, i) => [name, (fields[i] ?? '').trim()]));
      yield { where: `line ${line}`, text: text.slice(0, 300), cells };
    }
  }
  if (!names) throw new ShapeError('no CSV header: an empty answer');
}
