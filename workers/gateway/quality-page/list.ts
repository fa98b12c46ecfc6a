// The latest reports of one dataset as a page: one line a run. Pure.
import type { Text } from '../../../data/dataset.ts';
import type { QualityReport } from '../../mesh/quality-report.ts';
import { figuresOf } from './figures.ts';
import { html } from './html.ts';
import { framed } from './page.ts';
import { table } from './table.ts';
import { type Language, WORDS } from './words.ts';

export function qualityList(
  reports: readonly QualityReport[],
  { title, language }: { title: Text; language: Language },
): string {
  const words = WORDS[language];
  const figures = figuresOf(words.writing);
  return framed({
    language,
    title: `${title[language]} · ${words.listTitle}`,
    banners: reports.some(({ simulated }) => simulated) ? [words.simulated] : [],
    main: html`<header><div><p class="eyebrow">${words.listTitle}</p><h1>${title[language]}</h1></div></header>${
      reports.length === 0
        ? html`<p>${words.noReports}</p>`
        : table(
            words.listTitle,
            [
              { name: words.reported, kind: 'k' },
              { name: words.gradeLabel },
              { name: words.feed },
              { name: words.rows, kind: 'n' },
              { name: words.rejected, kind: 'n' },
              { name: words.completeness, kind: 'n' },
              { name: words.anomalies, kind: 'n' },
            ],
            reports.map(({ reportedAt, grade, feed, rows, measures }) => [
              html`<time datetime="${reportedAt}">${figures.moment(reportedAt)}</time>`,
              html`<strong class="${grade}">${grade}</strong> ${words.grades[grade]}`,
              html`<code>${feed}</code>`,
              figures.number(rows.extracted),
              figures.number(rows.rejected),
              measures.completeness === undefined ? '–' : figures.share(measures.completeness),
              figures.number(measures.anomalies),
            ]),
          )
    }`,
    footer: html`<p>${words.parisTime} ${words.footer}</p>`,
  });
}
