// What became of the rows: counts, rejects, warnings, and what cleaning rules changed. Pure.
import type { QualityReport } from '../../mesh/quality-report.ts';
import { type Html, html } from './html.ts';
import { quiet } from './quiet.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';

const KINDS = [
  'extracted',
  'inserted',
  'updated',
  'unchanged',
  'outranked',
  'rejected',
  'duplicates',
] as const satisfies readonly (keyof QualityReport['rows'])[];

export function rowCounts({ report, words, figures }: Subject): Html {
  return html`<section><h2>${words.rows}</h2><dl class="tiles">${KINDS.map(
    (kind) => html`<div><dt>${words.rowKinds[kind]}</dt><dd>${figures.number(report.rows[kind])}</dd></div>`,
  )}</dl></section>`;
}

export function rejects({ report, words, figures }: Subject): Html {
  if (report.rejected.length === 0) return quiet(words.rejected, words.nothingRejected);
  return html`<section><h2>${words.rejected}</h2>${table(
    words.rejected,
    [{ name: words.reason }, { name: words.rows, kind: 'n' }, { name: words.where }],
    report.rejected.map(({ reason, rows, where }) => [
      html`<span lang="en">${reason}</span>`,
      figures.number(rows),
      where.length === 0 ? '–' : html`<ul>${where.map((one) => html`<li><code>${one}</code></li>`)}</ul>`,
    ]),
  )}</section>`;
}

export function warnings({ report, words, figures }: Subject): Html {
  if (report.warnings.length === 0) return quiet(words.warnings, words.nothingWarned);
  return html`<section><h2>${words.warnings}</h2>${table(
    words.warnings,
    [{ name: words.warning }, { name: words.times, kind: 'n' }],
    report.warnings.map(({ text, times }) => [html`<span lang="en">${text}</span>`, figures.number(times)]),
  )}</section>`;
}

export function cleanings({ report, language, words, figures }: Subject): Html {
  if (report.cleanings.length === 0) return quiet(words.cleanings, words.nothingCleaned);
  const shown = (value: string | number | boolean | null): string => {
    if (value === null) return words.emptyValue;
    return typeof value === 'number' ? figures.number(value) : String(value);
  };
  const examples = report.cleanings.flatMap(({ rule, first }) => first.map((one) => ({ rule, ...one })));
  return html`<section><h2>${words.cleanings}</h2>${table(
    words.cleanings,
    [{ name: words.rule }, { name: words.what }, { name: words.column }, { name: words.rows, kind: 'n' }],
    report.cleanings.map(({ rule, says, column, rows }) => [
      rule,
      says[language],
      html`<code>${column}</code>`,
      figures.number(rows),
    ]),
  )}${
    examples.length > 0
      ? html`<h3>${words.examples}</h3>${table(
          words.examples,
          [{ name: words.rule }, { name: words.where }, { name: words.was }, { name: words.became }],
          examples.map(({ rule, where, was, became }) => [
            rule,
            html`<code>${where}</code>`,
            shown(was),
            shown(became),
          ]),
        )}`
      : undefined
  }</section>`;
}
