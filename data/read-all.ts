// All that a source makes of some bytes, gathered in memory: for fixtures and other small things, never for a run.
import { isReject, isWarning, type Reject, type Row, type Source } from './dataset.ts';

export interface Reading {
  readonly rows: readonly Row[];
  readonly rejects: readonly Reject['reject'][];
  readonly warnings: readonly string[];
}

/** The bytes come in pieces of `size`. */
export async function readAll(
  source: Pick<Source, 'parse'>,
  bytes: Uint8Array,
  size = bytes.length || 1,
): Promise<Reading> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size);
  }
  const rows: Row[] = [];
  const rejects: Reject['reject'][] = [];
  const warnings: string[] = [];
  for await (const one of source.parse(pieces())) {
    if (isReject(one)) rejects.push(one.reject);
    else if (isWarning(one)) warnings.push(one.warning);
    else rows.push(one);
  }
  return { rows, rejects, warnings };
}
