// The elements of one JSON array, as text, a chunk of bytes at a time. Never holds more than one element; never parses it.
import { ShapeError } from './dataset.ts';

/** Beyond these an answer is an attack or a mistake. */
const MAX_ELEMENT_BYTES = 1_000_000;
const MAX_DEPTH = 32;

/** Yields the objects that end in each chunk together. An answer that is no array of objects, or stops before its end, is a ShapeError. */
export async function* jsonObjects(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const splitter = objectSplitter();
  for await (const chunk of bytes) {
    const found = splitter.push(chunk);
    if (found.length > 0) yield found;
  }
  splitter.end();
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_BRACE, CLOSE_BRACE, COMMA] = [34, 92, 91, 93, 123, 125, 44] as const;
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

type Between = 'start' | 'first' | 'next' | 'after' | 'end';

function objectSplitter() {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let between: Between = 'start';
  let marks = 0;
  /** Zero between elements. */
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;

  /** Index just after the element, or the length of the chunk when it goes on. */
  function skipElement(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (escaped) escaped = false;
      else if (quoted) {
        if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) quoted = false;
      } else if (byte === QUOTE) quoted = true;
      else if (byte === OPEN_BRACE || byte === OPEN) {
        depth += 1;
        if (depth > MAX_DEPTH) throw new ShapeError(`JSON nested deeper than ${MAX_DEPTH}`);
      } else if (byte === CLOSE_BRACE || byte === CLOSE) {
        depth -= 1;
        if (depth === 0) return i + 1;
      }
    }
    return chunk.length;
  }

  function separator(byte: number): Between | 'element' | undefined {
    if (between === 'start') return byte === OPEN ? 'first' : undefined;
    if (between === 'first' && byte === CLOSE) return 'end';
    if (between === 'first' || between === 'next') return byte === OPEN_BRACE ? 'element' : undefined;
    if (between === 'after' && byte === COMMA) return 'next';
    return between === 'after' && byte === CLOSE ? 'end' : undefined;
  }

  function keep(part: Uint8Array): void {
    pending.push(part);
    pendingBytes += part.length;
    if (pendingBytes > MAX_ELEMENT_BYTES) throw new ShapeError(`a JSON object longer than ${MAX_ELEMENT_BYTES} bytes`);
  }

  return {
    push(chunk: Uint8Array): string[] {
      const found: string[] = [];
      let i = 0;
      while (i < chunk.length) {
        if (depth === 0) {
          const byte = chunk[i]!;
          if (isSpace(byte)) {
            i += 1;
            continue;
          }
          if (between === 'start' && byte === BYTE_ORDER_MARK[marks]) {
            marks += 1;
            i += 1;
            continue;
          }
          const next = separator(byte);
          if (!next) throw new ShapeError(`want a JSON array of objects, got ${startOf(chunk, i)}`);
          if (next !== 'element') {
            between = next;
            i += 1;
            continue;
          }
        }
        const end = skipElement(chunk, i);
        // The chunk belongs to whoever made it: what outlives this call is copied.
        keep(depth === 0 ? chunk.subarray(i, end) : chunk.slice(i, end));
        if (depth === 0) {
          found.push(textOf(pending, decoder));
          pending = [];
          pendingBytes = 0;
          between = 'after';
        }
        i = end;
      }
      return found;
    },
    end(): void {
      if (between !== 'end') throw new ShapeError('truncated: the JSON array does not end');
    },
  };
}

function textOf(parts: readonly Uint8Array[], decoder: TextDecoder): string {
  const [only] = parts;
  if (parts.length === 1 && only) return decoded(decoder, only);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return decoded(decoder, whole);
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ShapeError('not UTF-8');
  }
}

const startOf = (chunk: Uint8Array, from: number): string =>
  JSON.stringify(new TextDecoder().decode(chunk.subarray(from, from + 200)));
