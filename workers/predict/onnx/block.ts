// Some rows of numbers on their way through a graph: row by row, Float32. Whole numbers and truth are kept as Float32 too.

export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export const emptyBlock = (rows: number, columns: number): Block => ({
  rows,
  columns,
  data: new Float32Array(rows * columns),
});

/** What one node does with its inputs. */
export type Kernel = (...inputs: readonly Block[]) => Block;
