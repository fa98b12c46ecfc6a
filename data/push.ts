// What clients push: canonical rows, one JSON object a line. A source like any other, except that nobody asks it.
import { QUALITIES } from './columns.ts';
import { type DatasetDefinition, type Reject, type Row, ShapeError, type Source } from './dataset.ts';
import { fieldsOf } from './field.ts';
import { fromWire, type WireRow } from './row.ts';
import { checkPushed } from './validate.ts';

/** Of one push. Rows that bring other columns are loaded apart: each kind costs a round trip. */
export const MAX_COLUMN_SETS = 50;
/** Of all pushes of one run: with more, each push has a run of its own. */
const MAX_COLUMN_SETS_TOGETHER = 100;
/** Follows each body where several are read as one: rows are never empty lines. */
export const END_OF_PUSH = '\n\n';

export const PUSH_SOURCE = 'push';

export function pushSource(definition: DatasetDefinition): Source {
  const read = fromWire(definition);
  const check = checkPushed(definition);
  const qualities = new Set<unknown>(QUALITIES);
  const columnsOf = columnsOfPush(definition);
  return {
    id: PUSH_SOURCE,
    secrets: [],
    *fetch() {
      // The rows are here already.
    },
    async *parse(bytes) {
      const together = new Set<readonly string[]>();
      const kinds = new Set<readonly string[]>();
      for await (const { number, text } of lines(bytes)) {
        if (text.trim() === '') {
          kinds.clear();
          continue;
        }
        const row = readLine(text);
        if (typeof row === 'string') yield rejected(number, row, text);
        else if (!kinds.has(columnsOf(row)) && kinds.size >= MAX_COLUMN_SETS) {
          yield rejected(
            number,
            `brings the ${MAX_COLUMN_SETS + 1}st set of columns, want ${MAX_COLUMN_SETS} at most`,
            text,
          );
        } else {
          kinds.add(columnsOf(row));
          if (together.add(columnsOf(row)).size > MAX_COLUMN_SETS_TOGETHER)
            throw new ShapeError(`the pushes bring more than ${MAX_COLUMN_SETS_TOGETHER} sets of columns together`);
          yield row;
        }
      }
    },
  };

  /** A sentence when it is no row of this dataset. */
  function readLine(text: string): Row | string {
    const wire = jsonOf(text);
    if (!isWireRow(wire)) return 'want one row as a JSON object';
    if (!qualities.has(wire['quality'])) return `quality: want one of ${QUALITIES.join(', ')}`;
    const row = read(wire);
    return check(row) ?? row;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Its values are checked one by one afterwards. */
const isWireRow = (json: unknown): json is WireRow => typeof json === 'object' && json !== null && !Array.isArray(json);

/** The value columns a row brings, in the order of the definition: the same array for the same columns. */
export function columnsOfPush(definition: DatasetDefinition): (row: object) => readonly string[] {
  const names = fieldsOf(definition).flatMap((field) => (field.required ? [] : [field.name]));
  const known = new Map<string, readonly string[]>();
  return (row) => {
    const columns = names.filter((name) => name in row);
    const signature = columns.join();
    const same = known.get(signature) ?? columns;
    known.set(signature, same);
    return same;
  };
}

const rejected = (line: number, reason: string, text: string): Reject => ({
  reject: { where: `line ${line}`, reason, fragment: text.slice(0, 300) },
});

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ number: number; text: string }> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) {
      number++;
      yield { number, text };
    }
  }
  yield { number: number + 1, text: rest + decoder.decode() };
}
