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
const NOTHING = new Uint8Array();
const text = new TextDecoder();

/** In the order they stand in. Throws a sentence where the bytes are no message. */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  const cursor = cursorOver(bytes);
  while (!cursor.isAtEnd()) {
    const tag = cursor.varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case VARINT:
        fields.push({ number, value: cursor.varint(), bytes: NOTHING });
        break;
      case FIXED32:
        fields.push({ number, value: floatsOf(cursor.take(4))[0]!, bytes: NOTHING });
        break;
      case FIXED64:
        cursor.take(8);
        break;
      case BYTES:
        fields.push({ number, value: 0, bytes: cursor.take(cursor.varint()) });
        break;
      default:
        throw new Error(`protobuf field ${number} has wire type ${tag % 8}, want 0, 1, 2 or 5`);
    }
  }
  return fields;
}

export const stringOf = (bytes: Uint8Array): string => text.decode(bytes);

/** Packed varints. */
export function intsOf(bytes: Uint8Array): Int32Array {
  // A varint ends where the highest bit is not set.
  const out = new Int32Array(bytes.reduce((count, byte) => count + (byte < 128 ? 1 : 0), 0));
  const cursor = cursorOver(bytes);
  for (let i = 0; i < out.length; i++) out[i] = cursor.varint();
  return out;
}

/** Little endian, as every runtime of ours is. Copied: the bytes stand anywhere, and numbers want to be aligned. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0) throw new Error(`got ${bytes.length} bytes of Float32, want a multiple of 4`);
  return new Float32Array(bytes.slice().buffer);
}

function cursorOver(bytes: Uint8Array) {
  let at = 0;
  return {
    isAtEnd: () => at >= bytes.length,
    varint(): number {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        if (byte === undefined)
          throw new Error(`the protobuf message ends within a number, after ${bytes.length} bytes`);
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
    take(length: number): Uint8Array {
      if (at + length > bytes.length)
        throw new Error(`a protobuf field wants ${length} bytes, ${bytes.length - at} are left`);
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}
