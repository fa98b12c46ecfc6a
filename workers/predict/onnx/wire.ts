// The protobuf wire format, as much of it as ONNX files use, read in place. Never writes, never copies what it need not.

export interface Field {
  readonly number: number;
  /** Of a varint or a fixed32; 0 for bytes. */
  readonly value: number;
  /** Empty where the field is a number. */
  readonly bytes: Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const text = new TextDecoder();

/** Where a field stands: its bytes from here to there, where the next one begins. */
interface Cursor {
  number: number;
  value: number;
  from: number;
  to: number;
}

/** In the order they stand in. Throws a sentence where the bytes are no message. */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  const cursor = atStart();
  while (isAtNext(bytes, cursor)) fields.push(fieldAt(bytes, cursor));
  return fields;
}

export function firstOf(bytes: Uint8Array, number: number): Field | undefined {
  const cursor = atStart();
  while (isAtNext(bytes, cursor)) if (cursor.number === number) return fieldAt(bytes, cursor);
  return undefined;
}

/** Of a field that stands there thousands of times and says one of a few words: each is decoded once, none is made an object. */
export function wordsOf(bytes: Uint8Array, number: number): string[] {
  const known: { readonly from: number; readonly length: number; readonly word: string }[] = [];
  const words: string[] = [];
  const cursor = atStart();
  while (isAtNext(bytes, cursor)) {
    if (cursor.number !== number) continue;
    const { from, to } = cursor;
    let said = known.find((one) => one.length === to - from && areSame(bytes, one.from, from, to - from));
    if (!said) {
      said = { from, length: to - from, word: stringOf(bytes.subarray(from, to)) };
      known.push(said);
    }
    words.push(said.word);
  }
  return words;
}

function areSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[one + i] !== bytes[other + i]) return false;
  return true;
}

export const stringOf = (bytes: Uint8Array): string => text.decode(bytes);

/** Packed varints. */
export function intsOf(bytes: Uint8Array): Int32Array {
  let count = 0;
  // A varint ends where the highest bit is not set.
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! < 128) count++;
  const out = new Int32Array(count);
  const cursor = atStart();
  for (let i = 0; i < count; i++) out[i] = varint(bytes, cursor);
  return out;
}

/** Little endian, as every runtime of ours is. Copied: the bytes stand anywhere, and numbers want to be aligned. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0) throw new Error(`got ${bytes.length} bytes of Float32, want a multiple of 4`);
  return new Float32Array(bytes.slice().buffer);
}

const atStart = (): Cursor => ({ number: 0, value: 0, from: 0, to: 0 });

const fieldAt = (bytes: Uint8Array, { number, value, from, to }: Cursor): Field => ({
  number,
  value,
  bytes: bytes.subarray(from, to),
});

/** Moves on to the field that stands next; false at the end. */
function isAtNext(bytes: Uint8Array, cursor: Cursor): boolean {
  while (cursor.to < bytes.length) {
    const tag = varint(bytes, cursor);
    cursor.number = Math.floor(tag / 8);
    cursor.value = 0;
    switch (tag % 8) {
      case VARINT:
        cursor.value = varint(bytes, cursor);
        cursor.from = cursor.to;
        return true;
      case FIXED32:
        take(bytes, cursor, 4);
        cursor.value = floatsOf(bytes.subarray(cursor.from, cursor.to))[0]!;
        cursor.from = cursor.to;
        return true;
      case FIXED64:
        take(bytes, cursor, 8);
        break;
      case BYTES:
        take(bytes, cursor, varint(bytes, cursor));
        return true;
      default:
        throw new Error(`protobuf field ${cursor.number} has wire type ${tag % 8}, want 0, 1, 2 or 5`);
    }
  }
  return false;
}

function varint(bytes: Uint8Array, cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[cursor.to++];
    if (byte === undefined) throw new Error(`the protobuf message ends within a number, after ${bytes.length} bytes`);
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

function take(bytes: Uint8Array, cursor: Cursor, length: number): void {
  if (cursor.to + length > bytes.length)
    throw new Error(`a protobuf field wants ${length} bytes, ${bytes.length - cursor.to} are left`);
  cursor.from = cursor.to;
  cursor.to += length;
}
