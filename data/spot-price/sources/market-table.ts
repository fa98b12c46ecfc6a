// The one table of the market page, as the text of its cells. Knows HTML, not prices.
import { Parser } from 'htmlparser2';
import { ShapeError } from '../../dataset.ts';

/** Where the prices stand, as far as anybody knows: the page has never been seen from here. When it changes, this changes. */
export const SELECTOR = { element: 'table', class: 'market-data' } as const;

/** Rows of the first table that the selector finds; tables inside it, and all others, are passed over. */
export function marketTable(html: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] | undefined;
  let cell: string | undefined;
  /** Tables open around this place, from the one we look for inwards. */
  let depth = 0;
  let done = false;
  const parser = new Parser({
    onopentag(name, { class: classes = '' }) {
      if (name === SELECTOR.element && (depth > 0 || (!done && classes.split(/\s+/).includes(SELECTOR.class))))
        depth += 1;
      if (depth !== 1) return;
      if (name === 'tr') row = [];
      if (name === 'td' || name === 'th') cell = '';
    },
    ontext(text) {
      if (depth === 1 && cell !== undefined) cell += text;
    },
    onclosetag(name, isImplied) {
      if (depth === 1 && (name === 'td' || name === 'th') && cell !== undefined) {
        row?.push(cell.replace(/\s+/g, ' ').trim());
        cell = undefined;
      }
      if (depth === 1 && name === 'tr' && row) {
        rows.push(row);
        row = undefined;
      }
      // At the end of the text whatever is open counts as closed.
      if (name !== SELECTOR.element || depth === 0 || isImplied) return;
      depth -= 1;
      done = depth === 0;
    },
  });
  parser.end(html);
  if (depth > 0) throw new ShapeError('the market table does not end: truncated');
  if (!done) {
    const wanted = `${SELECTOR.element}.${SELECTOR.class}`;
    throw new ShapeError(
      `the market page has no ${wanted} any more: it has changed, look at it and mend market-table.ts`,
    );
  }
  return rows;
}
