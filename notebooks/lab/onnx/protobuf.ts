// The protobuf wire format, as much of it as ONNX needs to be written. Never reads.

export type Field = Uint8Array;
const text = new TextEncoder();

export function message(...fields: readonly (Field | readonly Field[])[]): Uint8Array {
  return joined(fields.flatMap((field) => (field instanceof Uint8Array ? [field] : field)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`protobuf integer: got ${value}, want a whole number from 0`);
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
  return out;
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;
const tag = (field: number, wire: number): number[] => varint(field * 8 + wire);

export const int = (field: number, value: number): Field => Uint8Array.from([...tag(field, VARINT), ...varint(value)]);

export const bytes = (field: number, value: Uint8Array): Field =>
  joined([Uint8Array.from([...tag(field, BYTES), ...varint(value.length)]), value]);

export const string = (field: number, value: string): Field => bytes(field, text.encode(value));

export const float = (field: number, value: number): Field =>
  joined([Uint8Array.from(tag(field, FIXED32)), littleEndian([value])]);

/** Packed: one field for all of them. */
export const ints = (field: number, values: ArrayLike<number>): Field =>
  bytes(field, Uint8Array.from(Array.from(values, varint).flat()));

export const floats = (field: number, values: ArrayLike<number>): Field => bytes(field, littleEndian(values));

export const strings = (field: number, values: readonly string[]): Field[] =>
  values.map((value) => string(field, value));

export function littleEndian(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
  return new Uint8Array(view.buffer);
}
