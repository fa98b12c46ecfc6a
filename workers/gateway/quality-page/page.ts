// The quality report as one HTML file: nothing to load, nothing to run, safe to send by mail. Pure.
import type { Text } from '../../../data/dataset.ts';
import type { QualityReport } from '../../mesh/quality-report.ts';
import { anomalies } from './anomalies.ts';
import { completeness } from './completeness.ts';
import { figuresOf } from './figures.ts';
import { type Html, html, trusted } from './html.ts';
import { attention, opening } from './opening.ts';
import { cleanings, rejects, rowCounts, warnings } from './rows.ts';
import { STYLE } from './style.ts';
import type { Subject } from './subject.ts';
import { distributions, freshness } from './values.ts';
import { type Language, WORDS } from './words.ts';
import { comparison, lakeKeys, seconds, sources } from './work.ts';

/** What is read first stands first. */
const SECTIONS = [
  opening,
  attention,
  rowCounts,
  completeness,
  anomalies,
  comparison,
  distributions,
  freshness,
  rejects,
  warnings,
  cleanings,
  sources,
  seconds,
  lakeKeys,
] as const;

export function qualityPage(
  report: QualityReport,
  { title, licence, language }: { title: Text; licence: Subject['licence']; language: Language },
): string {
  const words = WORDS[language];
  const subject: Subject = { report, title, licence, language, words, figures: figuresOf(words.writing) };
  const banners = [
    report.simulated ? words.simulated : undefined,
    report.dry ? words.dry : undefined,
    report.personal ? words.personal : undefined,
  ];
  return framed({
    language,
    title: `${report.grade} · ${title[language]} · ${words.title}`,
    banners: banners.flatMap((banner) => banner ?? []),
    main: html`${SECTIONS.map((section) => section(subject))}`,
    footer: html`<p>${words.parisTime} ${words.footer}</p><p>${words.licence}: <a href="${licence.url}" rel="license noreferrer">${licence.id}</a>, ${licence.attribution}.</p>`,
  });
}

/** A page of its own: the policy inside holds where no server sends one. */
export function framed({
  language,
  title,
  banners,
  main,
  footer,
}: {
  readonly language: Language;
  readonly title: string;
  readonly banners: readonly string[];
  readonly main: Html;
  readonly footer: Html;
}): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${banners.map((banner) => html`<p class="banner" role="note">${banner}</p>`)}
<main>
${main}
</main>
<footer>${footer}</footer>
</body>
</html>
`.html;
}
