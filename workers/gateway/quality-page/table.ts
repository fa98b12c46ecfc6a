// A table with a caption and scoped headers: what a screen reader and a printer can both follow. Pure.
import { type Html, html, type Part } from './html.ts';

/** `n` for numbers, `k` for what must not break. */
export interface Column {
  readonly name: string;
  readonly kind?: 'n' | 'k';
}

/** The first cell of a row is its header. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const classed = ({ kind }: Column) => (kind ? html` class="${kind}"` : undefined);
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${columns.map(
    (column) => html`<th scope="col"${classed(column)}>${column.name}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, i) =>
        i === 0
          ? html`<th scope="row"${classed(columns[0] ?? { name: '' })}>${cell}</th>`
          : html`<td${classed(columns[i] ?? { name: '' })}>${cell}</td>`,
      )}</tr>
`,
  )}</tbody></table></div>`;
}
