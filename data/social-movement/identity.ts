// Which movement a line speaks of: no source numbers them. Pure and synchronous: the same line has the same id everywhere and always.

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const bytesOf = new TextEncoder();

/**
 * Sixteen hexadecimal digits (FNV-1a, 64 bits, over UTF-8) of when it began, why and by whom it was called. Its end and its figures
 * are not in it, so that they may be corrected; a movement whose reason is reworded becomes another one.
 */
export function movementId(startDate: string, reason: string, unions: string): string {
  // Between the parts stands what no part holds.
  const said = [startDate, reason, unions].map((part) => part.trim().normalize('NFC')).join('\u001f');
  let hash = OFFSET;
  for (const byte of bytesOf.encode(said)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(16).padStart(16, '0');
}
