// One JSON object a line, a chunk of bytes at a time: how the rows of a database lie in the lake. Never holds more than a chunk and a line.
import { ShapeError } from './dataset.ts';

export interface JsonLine {
  /** `line 1` is the first row: there is no header. */
  readonly where: string;
  /** As it was written. */
  readonly text: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** A line longer than this is no row. */
const MAX_LINE_CHARS = 1_000_000;

/** Yields the lines that end in each chunk together. A line that is no object, or stops before its end, is a ShapeError: we wrote them ourselves. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly JsonLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let rest = '';
  let line = 0;
  for await (const chunk of bytes) {
    const texts = (rest + decoded(decoder, chunk, line)).split('\n');
    rest = texts.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS)
      throw new ShapeError(`line ${line + texts.length + 1}: ${rest.length} characters without an end`);
    const lines = texts.map((text) => lineOf(text, ++line));
    if (lines.length > 0) yield lines;
  }
  rest += decoded(decoder, undefined, line);
  if (rest !== '') throw new ShapeError(`line ${line + 1}: truncated, got ${JSON.stringify(rest.slice(0, 200))}`);
}

function lineOf(text: string, line: number): JsonLine {
  const where = `line ${line}`;
  const record = parsed(text);
  if (!isRecord(record))
    throw new ShapeError(`${where}: want a JSON object, got ${JSON.stringify(text.slice(0, 200))}`);
  return { where, text, record };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function decoded(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new ShapeError(`after line ${line}: not UTF-8`);
  }
}
