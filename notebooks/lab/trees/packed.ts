// Binned columns, four to a word: a histogram of four columns reads one number per row.
import { type BinnedColumn, MAX_BINS } from './bins.ts';

export const COLUMNS_PER_WORD = 4;
/** Of each column in a histogram: its bins, the one of NaN, and what is never filled. */
export const STRIDE = 256;
if (MAX_BINS >= STRIDE) throw new Error(`${MAX_BINS} bins and that of NaN do not fit in a byte`);

export interface PackedColumns {
  readonly columns: readonly BinnedColumn[];
  readonly words: readonly Uint32Array[];
}

export function packColumns(columns: readonly BinnedColumn[]): PackedColumns {
  const rows = columns[0]?.bin.length ?? 0;
  const words = Array.from({ length: Math.ceil(columns.length / COLUMNS_PER_WORD) }, () => new Uint32Array(rows));
  columns.forEach(({ bin }, column) => {
    const word = words[Math.floor(column / COLUMNS_PER_WORD)]!;
    const shift = 8 * (column % COLUMNS_PER_WORD);
    for (let i = 0; i < rows; i++) word[i]! |= bin[i]! << shift;
  });
  return { columns, words };
}
