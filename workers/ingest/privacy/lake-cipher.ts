// Objects of the lake, encrypted in frames as they stream by: AES-GCM, a fresh key for each object. A frame that is changed, cut off, moved or added is noticed.
import { derive, KEY_ID_BYTES, type Keys, LockedError } from './keys.ts';

/** `WME` and the version, id of the secret, salt of the object; then the frames. */
const MAGIC = new Uint8Array([0x57, 0x4d, 0x45, 1]);
const SALT_BYTES = 16;
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES;
const FRAME_BYTES = 65_536;
const TAG_BYTES = 16;

export async function* sealed(
  keys: Keys,
  dataset: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const header = new Uint8Array(HEADER_BYTES);
  header.set(MAGIC);
  header.set(bytesOfId(keys.id), MAGIC.length);
  header.set(salt, MAGIC.length + KEY_ID_BYTES);
  yield header;
  const key = await keyOfObject(keys, dataset, salt);
  for await (const { frame, vector } of frames(bytes, FRAME_BYTES)) {
    yield new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: vector }, key, frame));
  }
}

export async function* opened(
  keys: Keys,
  dataset: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { header, rest } = await headed(bytes);
  if (MAGIC.some((byte, i) => header[i] !== byte))
    throw new LockedError(`an object of ${dataset} in the lake is not encrypted in a way we know`);
  const id = header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES);
  if (bytesOfId(keys.id).some((byte, i) => id[i] !== byte))
    throw new LockedError(
      `an object of ${dataset} in the lake was encrypted with another key, PRIVACY_KEY is ${keys.id}`,
    );
  const key = await keyOfObject(keys, dataset, header.slice(MAGIC.length + KEY_ID_BYTES));
  for await (const { frame, vector, index } of frames(rest, FRAME_BYTES + TAG_BYTES)) {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: vector }, key, frame).catch(() => {
      throw new LockedError(`an object of ${dataset} in the lake was changed or cut off: frame ${index} does not open`);
    });
    if (plain.byteLength > 0) yield new Uint8Array(plain);
  }
}

/** Bound to the dataset: what was kept for one cannot be read as another. */
async function keyOfObject(keys: Keys, dataset: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const bits = await derive(keys.lake, `object of ${dataset}`, salt);
  return crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

interface Frame {
  readonly frame: Uint8Array<ArrayBuffer>;
  /** Counts the frames and marks the last one: with a key for each object, none comes twice. */
  readonly vector: Uint8Array<ArrayBuffer>;
  readonly index: number;
}

/** Full frames but for the last, which may be empty and is always there. */
async function* frames(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Frame> {
  const buffer = new Uint8Array(size);
  let filled = 0;
  let index = 0;
  const take = (isLast: boolean): Frame => {
    const vector = new Uint8Array(12);
    new DataView(vector.buffer).setUint32(7, index);
    vector[11] = isLast ? 1 : 0;
    const frame = buffer.slice(0, filled);
    filled = 0;
    return { frame, vector, index: index++ };
  };
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      // A full frame is the last one unless something follows.
      if (filled === size) yield take(false);
      const taken = chunk.subarray(at, at + size - filled);
      buffer.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield take(true);
}

async function headed(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]();
  const header = new Uint8Array(HEADER_BYTES);
  let filled = 0;
  let left: Uint8Array = new Uint8Array();
  while (filled < HEADER_BYTES) {
    const next = await iterator.next();
    if (next.done) throw new LockedError('an object of the lake ends before its header does');
    const taken = next.value.subarray(0, HEADER_BYTES - filled);
    header.set(taken, filled);
    filled += taken.length;
    left = next.value.subarray(taken.length);
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield left;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { header, rest: rest() };
}

const bytesOfId = (id: string): Uint8Array =>
  Uint8Array.from(id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
