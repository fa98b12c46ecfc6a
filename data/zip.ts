// A ZIP file in memory: what it holds, and each entry inflated piece by piece up to a bound. Never believes what an entry says of its size.
import { Inflate } from 'fflate';
import { ShapeError } from './dataset.ts';

export interface ZipEntry {
  readonly name: string;
  /** Inflated, and no more than `most` bytes of it: a bomb is refused when it has grown that far. */
  pieces(most: number): Generator<Uint8Array>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const MAX_ENTRIES = 1_000;
/** Packed; a byte unpacks to about a thousand at most, and all of a piece is unpacked at once. */
const PIECE_BYTES = 1_024;
/** Packed bytes that may unpack to nothing: a block that is only copied comes as a whole, and is never longer than 64 KiB. */
const MAX_SILENT_BYTES = 81_920;

export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const broken = (what: string) => new ShapeError(`the spreadsheet is broken: ${what}`);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - MAX_COMMENT_BYTES);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw broken('its end is missing');
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) throw broken(`it holds ${count} files`);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw broken('its table of contents is cut');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const compressed = view.getUint32(at + 20, true);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    if (flags & 1) throw new ShapeError('the spreadsheet is encrypted: save it without a password');
    if (method !== 0 && method !== 8) throw broken(`${name} is packed in a way we do not know`);
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw broken(`${name} is missing`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + compressed > bytes.length) throw broken(`${name} is cut`);
    const packed = bytes.subarray(start, start + compressed);
    entries.set(name, { name, pieces: (most) => inflated(name, packed, { isPacked: method === 8, most }) });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function* inflated(
  name: string,
  packed: Uint8Array,
  { isPacked, most }: { readonly isPacked: boolean; readonly most: number },
): Generator<Uint8Array> {
  const broken = () => new ShapeError(`the spreadsheet is broken: ${name} cannot be unpacked`);
  let bytes = 0;
  let silentBytes = 0;
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => ready.push(piece));
  for (let at = 0; at < packed.length; at += PIECE_BYTES) {
    const piece = packed.subarray(at, at + PIECE_BYTES);
    if (!isPacked) ready.push(piece);
    else {
      try {
        inflate.push(piece, at + PIECE_BYTES >= packed.length);
      } catch {
        throw broken();
      }
    }
    silentBytes += piece.length;
    for (const out of ready) {
      if (out.length === 0) continue;
      silentBytes = 0;
      bytes += out.length;
      if (bytes > most)
        throw new ShapeError(
          `${name} in the spreadsheet unpacks to more than ${most} bytes: send it as CSV, or in pieces`,
        );
      yield out;
    }
    if (silentBytes > MAX_SILENT_BYTES) throw broken();
    ready = [];
  }
}
