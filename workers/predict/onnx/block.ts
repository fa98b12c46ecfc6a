// Some rows of numbers on their way through a graph: row by row, Float32. Whole numbers and truth are kept as Float32 too.

export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** What one node does with its inputs. */
export type Kernel = (...inputs: readonly Block[]) => Block;

// A batch goes through a graph some rows at a time: the same memory serves all of them, or garbage would pile up by the hundred megabytes before it is collected.
let memory = new Float32Array(0);
let used = 0;

/** Full of zeros; good until `forgetBlocks`. */
export function emptyBlock(rows: number, columns: number): Block {
  const length = rows * columns;
  if (used + length > memory.length) {
    memory = new Float32Array(Math.max(2 * memory.length, length));
    used = 0;
  }
  const data = memory.subarray(used, used + length).fill(0);
  used += length;
  return { rows, columns, data };
}

/** What was computed has been copied: the next rows may have its memory. */
export function forgetBlocks(): void {
  used = 0;
}
