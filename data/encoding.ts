// Which encoding text is in, told from its bytes as they pass: a mark at the beginning, else the first letter beyond ASCII decides. Never holds more than a letter back.
import { ShapeError } from './dataset.ts';

export interface Decoder {
  /** A letter that is cut waits for the rest of it. Throws ShapeError for bytes that are no text. */
  decode(chunk: Uint8Array): string;
  /** What has waited until now. */
  end(): string;
}

/** What publishers give: anything else is a broken answer. */
export const utf8 = (): Decoder => strict('utf-8');

/** What people send: UTF-8 or UTF-16 with their marks, UTF-8 without, or Windows-1252, which holds ISO-8859-1. */
export function detected(): Decoder {
  let waiting = new Uint8Array(0);
  let chosen: Decoder | undefined;
  let started = false;

  function decode(chunk: Uint8Array, last: boolean): string {
    if (chosen) return chosen.decode(chunk);
    const bytes = joined(waiting, chunk);
    if (!started) {
      if (bytes.length < 3 && !last) {
        waiting = bytes;
        return '';
      }
      started = true;
      const mark = markOf(bytes);
      if (mark) {
        chosen = strict(mark);
        waiting = new Uint8Array(0);
        return chosen.decode(bytes);
      }
    }
    const first = bytes.findIndex((byte) => byte >= 0x80);
    if (first === -1) {
      waiting = new Uint8Array(0);
      return ascii(bytes);
    }
    const length = utf8Length(bytes[first] ?? 0);
    if (first + length > bytes.length && !last) {
      waiting = bytes.slice(first);
      return ascii(bytes.subarray(0, first));
    }
    chosen = isUtf8(bytes.subarray(first, first + length)) ? strict('utf-8') : windows1252();
    waiting = new Uint8Array(0);
    return chosen.decode(bytes);
  }

  return {
    decode: (chunk) => decode(chunk, false),
    end: () => (chosen ? '' : decode(new Uint8Array(0), true)) + (chosen?.end() ?? ''),
  };
}

function strict(name: 'utf-8' | 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: false });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new ShapeError(`not ${name.toUpperCase()}`);
    }
  };
  return { decode, end: () => decode() };
}

function markOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** Of the sequence that this byte begins; 1 where it begins none. */
function utf8Length(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 1;
}

const isUtf8 = (bytes: Uint8Array): boolean =>
  bytes.length > 1 && bytes.length === utf8Length(bytes[0] ?? 0) && bytes.subarray(1).every((byte) => byte >> 6 === 2);

/** 0x80 to 0x9F, where Windows has letters and ISO-8859-1 has nothing that is written. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function windows1252(): Decoder {
  return {
    decode: (chunk) =>
      ascii(chunk).replace(/[\u0080-\u009f]/g, (letter) => WINDOWS[letter.charCodeAt(0) - 0x80] ?? letter),
    end: () => '',
  };
}

/** A letter for each byte. */
function ascii(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8_192) text += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return text;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
