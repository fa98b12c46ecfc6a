// The datatypes of the protocol, and how each becomes the 32-bit floats that a graph counts in. Pure.

export interface Datatype {
  readonly bytes: number;
  /** As in "got 300, want …". */
  readonly want: string;
  /** From JSON: undefined for what is no value of this type. */
  ofJson(value: unknown): number | undefined;
  /** From so many values as they lie in memory, little-endian. */
  ofBytes(bytes: ArrayBuffer): Float32Array<ArrayBuffer>;
}

const MAX_FLOAT32 = 3.4028234663852886e38;
const MAX_FLOAT16 = 65_504;

function integer(bits: number, isSigned: boolean, ofBytes: Datatype['ofBytes']): Datatype {
  const isExact = bits <= 53;
  // A larger number may have been another one before JSON.parse.
  const most = isExact ? 2 ** (isSigned ? bits - 1 : bits) - 1 : Number.MAX_SAFE_INTEGER;
  const least = isSigned ? -most - Number(isExact) : 0;
  return {
    bytes: bits / 8,
    want: `a whole number from ${least} to ${most}${isExact ? '' : '; larger ones go as binary data'}`,
    ofJson: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined,
    ofBytes,
  };
}

function float(bits: number, most: number, ofBytes: Datatype['ofBytes']): Datatype {
  return {
    bytes: bits / 8,
    want: `a number from ${-most} to ${most}`,
    ofJson: (value) => (typeof value === 'number' && Math.abs(value) <= most ? value : undefined),
    ofBytes,
  };
}

const bool: Datatype = {
  bytes: 1,
  want: 'true or false, in binary 1 or 0',
  ofJson: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  // Neither 0 nor 1 is no truth value: what is no number is refused later on.
  ofBytes: (bytes) => Float32Array.from(new Uint8Array(bytes), (byte) => (byte <= 1 ? byte : Number.POSITIVE_INFINITY)),
};

const DATATYPES: Readonly<Record<string, Datatype>> = {
  BOOL: bool,
  UINT8: integer(8, false, (bytes) => Float32Array.from(new Uint8Array(bytes))),
  UINT16: integer(16, false, (bytes) => Float32Array.from(new Uint16Array(bytes))),
  UINT32: integer(32, false, (bytes) => Float32Array.from(new Uint32Array(bytes))),
  UINT64: integer(64, false, (bytes) => ofBigInts(new BigUint64Array(bytes))),
  INT8: integer(8, true, (bytes) => Float32Array.from(new Int8Array(bytes))),
  INT16: integer(16, true, (bytes) => Float32Array.from(new Int16Array(bytes))),
  INT32: integer(32, true, (bytes) => Float32Array.from(new Int32Array(bytes))),
  INT64: integer(64, true, (bytes) => ofBigInts(new BigInt64Array(bytes))),
  FP16: float(16, MAX_FLOAT16, (bytes) => Float32Array.from(new Uint16Array(bytes), ofHalf)),
  BF16: float(16, MAX_FLOAT32, (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), upperHalf).buffer)),
  FP32: float(32, MAX_FLOAT32, (bytes) => new Float32Array(bytes)),
  FP64: float(64, MAX_FLOAT32, (bytes) => Float32Array.from(new Float64Array(bytes))),
};

export const DATATYPE_NAMES: readonly string[] = Object.keys(DATATYPES);
export const datatypeOf = (name: string): Datatype | undefined =>
  Object.hasOwn(DATATYPES, name) ? DATATYPES[name] : undefined;

function ofBigInts(values: BigInt64Array | BigUint64Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  for (const [i, value] of values.entries()) out[i] = Number(value);
  return out;
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
function ofHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1_024 + fraction) * 2 ** (exponent - 25);
}

/** A bfloat16 is the upper half of a 32-bit float. */
const upperHalf = (bits: number): number => (bits << 16) >>> 0;
