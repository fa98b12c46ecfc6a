// A column of values as one Postgres array literal: ten thousand rows travel as one parameter per column. Pure.

export type Cell = string | number | boolean | null | undefined;

export function arrayLiteral(cells: readonly Cell[]): string {
  let text = '{';
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) text += ',';
    text += element(cells[i]);
  }
  return `${text}}`;
}

function element(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  return `"${cell.replaceAll(/["\\]/g, '\\$&')}"`;
}
