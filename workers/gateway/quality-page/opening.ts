// How the page begins: what was loaded, the grade, one sentence, and what to know, since when, and who is asked. Pure.
import { type Html, html } from './html.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';
import { verdict } from './work.ts';

export function opening(subject: Subject): Html {
  const { report, title, language, words, figures } = subject;
  const { grade, window } = report;
  return html`<header><div><p class="eyebrow">${words.title}</p><h1>${title[language]}</h1>
<p>${period()}</p></div>
<p class="grade ${grade}"><span class="what">${words.gradeLabel}</span><b>${grade}</b><span>${words.grades[grade]}</span></p></header>
<p class="summary">${summary()} ${report.comparison.verdict !== 'too few' ? verdict(subject) : undefined}</p>${reasons()}
<dl class="facts">${facts().map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

  /** What is brought by hand has an instant, and no window. */
  function period(): Html {
    const [from, to] = [figures.moment(window.from), figures.moment(window.to)];
    return from === to ? moment(window.from) : html`${moment(window.from)} – ${moment(window.to)}`;
  }
  /** Why nothing could be loaded: who opens the report of a failure asks nothing else. */
  function reasons(): Html | undefined {
    const failed = report.slices.find(({ source }) => source === undefined);
    const why = failed?.failovers.filter(({ notAsked }) => !notAsked) ?? [];
    if (why.length === 0) return undefined;
    return html`<ul class="why">${why.map(({ source, reason }) => html`<li><code>${source}</code>: <span lang="en">${reason}</span></li>`)}</ul>`;
  }

  function moment(iso: string): Html {
    return html`<time datetime="${iso}">${figures.moment(iso)}</time>`;
  }
  function summary(): string {
    const { rows, completeness, slices } = report;
    const complete =
      completeness && completeness.expected > 0
        ? figures.share(completeness.present / completeness.expected)
        : undefined;
    const counted = words.summary(
      figures.number(rows.extracted - rows.rejected),
      figures.number(rows.extracted),
      complete,
    );
    return slices.some(({ source }) => source === undefined) ? `${counted} ${words.failed}` : counted;
  }
  function facts(): (readonly [string, string | Html])[] {
    return [
      [words.dataset, html`<code>${report.dataset}</code>`],
      [words.feed, html`<code>${report.feed}</code>`],
      [words.reported, moment(report.reportedAt)],
      [words.run, html`<code>${report.run}</code>`],
    ];
  }
}

export function attention({ report, words, figures }: Subject): Html {
  const { findings } = report;
  return html`<section><h2>${words.attention}</h2>${
    findings.length === 0
      ? html`<p>${words.nothingFound}</p>`
      : table(
          words.attention,
          [
            { name: words.what },
            { name: words.howMany, kind: 'n' },
            { name: words.sinceWhen, kind: 'k' },
            { name: words.whoIsAsked },
          ],
          findings.map(({ kind, count, since, asked }) => [
            words.findings[kind],
            figures.number(count),
            html`<time datetime="${since}">${figures.moment(since)}</time>`,
            words.asked[asked],
          ]),
        )
  }</section>`;
}
