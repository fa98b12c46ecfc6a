// Separated text in, records out, a chunk of bytes at a time (RFC 4180: quotes, doubled quotes, line ends of any kind). Never holds more than a chunk and a record.
import { ShapeError } from './dataset.ts';
import { type Decoder, utf8 } from './encoding.ts';

export interface CsvRecord {
  /** 1 is the header. */
  readonly line: number;
  readonly fields: readonly string[];
  /** As it was written. */
  readonly text: string;
}

/** A record longer than this is a quote that nobody closed. */
const MAX_RECORD_CHARS = 1_000_000;

/** Yields the records of each chunk together: one step of an async iterator for every record would cost more than reading it. */
export async function* csvBatches(
  bytes: AsyncIterable<Uint8Array>,
  {
    separator = ';',
    decoder = utf8(),
  }: {
    /** Or what tells it from the first record. */
    readonly separator?: string | ((first: string) => string);
    readonly decoder?: Decoder;
  } = {},
): AsyncGenerator<readonly CsvRecord[]> {
  let between = typeof separator === 'string' ? separator : undefined;
  let rest = '';
  let line = 0;
  const take = (text: string, last: boolean): CsvRecord[] => {
    const records: CsvRecord[] = [];
    let start = 0;
    let quote = text.indexOf('"');
    while (start < text.length) {
      if (quote !== -1 && quote < start) quote = text.indexOf('"', start);
      const end = endOfRecord(text, start, quote, last);
      if (end === -1) break;
      const raw = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
      start = end + 1;
      line += 1;
      if (raw === '') continue;
      between ??= typeof separator === 'string' ? separator : separator(raw);
      records.push({ line, fields: fieldsOf(raw, between), text: raw });
    }
    rest = text.slice(start);
    if (rest.length > MAX_RECORD_CHARS)
      throw new ShapeError(`line ${line + 1}: ${rest.length} characters without an end`);
    return records;
  };
  for await (const chunk of bytes) {
    const records = take(rest + decoded(() => decoder.decode(chunk), line), false);
    if (records.length > 0) yield records;
  }
  const records = take(rest + decoded(() => decoder.end(), line), true);
  if (records.length > 0) yield records;
}

function decoded(decode: () => string, line: number): string {
  try {
    return decode();
  } catch (error) {
    throw error instanceof ShapeError ? new ShapeError(`after line ${line}: ${error.message}`) : error;
  }
}

/** Index of the line feed that ends the record, or of the end of the text; -1 when the record may go on in the next chunk. */
function endOfRecord(text: string, start: number, quote: number, last: boolean): number {
  const feed = text.indexOf('\n', start);
  if (feed !== -1 && (quote === -1 || quote > feed)) return feed;
  if (quote === -1) return last ? text.length : -1;
  let quoted = false;
  for (let i = quote; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) quoted = !quoted;
    else if (c === 10 && !quoted) return i;
  }
  if (last && quoted) throw new ShapeError('a quote is open at the end: truncated');
  return last ? text.length : -1;
}

function fieldsOf(raw: string, separator: string): string[] {
  if (!raw.includes('"')) return raw.split(separator);
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < raw.length; i++) {
    const c = raw[i];
    if (c === '"' && quoted && raw[i + 1] === '"') {
      field += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === separator && !quoted) {
      fields.push(field);
      field = '';
    } else field += c;
  }
  fields.push(field);
  return fields;
}
