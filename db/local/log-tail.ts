// The end of a log file, for an error message.
import { open } from 'node:fs/promises';

const TAIL_BYTES = 2_000;

/** Of what was written after so many bytes. */
export async function lastLines(file: string, after: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return '(nothing)';
  try {
    const { size } = await handle.stat();
    const from = Math.max(after, size - TAIL_BYTES);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle.close();
  }
}
