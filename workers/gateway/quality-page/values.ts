// How the critical values are distributed, and how fresh what is stored is. Pure.
import { unitOf } from '../../../data/units.ts';
import { histogram } from './histogram.ts';
import { type Html, html } from './html.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';

export function distributions({ report, words, figures }: Subject): Html | undefined {
  if (report.distributions.length === 0) return undefined;
  return html`<section><h2>${words.distributions}</h2>${report.distributions.map((one, index) => {
    const { column, count, missing, below, above, min, quartiles, max, mean } = one;
    const unit = unitOf(column);
    return html`<div class="keep"><h3><code>${column}</code>${unit && html` <span class="soft">${unit}</span>`}</h3>
<div class="wide" role="region" aria-label="${words.distributionTitle(column)}" tabindex="0">${histogram(one, { index, words, figures })}</div>
${below + above > 0 ? html`<p class="soft">${words.beyond(figures.number(below), figures.number(above))}</p>` : undefined}
${table(
  words.distributionTitle(column),
  [
    words.values,
    words.missing,
    words.min,
    words.lowerQuartile,
    words.median,
    words.upperQuartile,
    words.max,
    words.mean,
  ].map((name) => ({ name, kind: 'n' as const })),
  [[count, missing, min, ...quartiles, max, mean].map(figures.number)],
)}</div>`;
  })}</section>`;
}

export function freshness({ report, words, figures }: Subject): Html | undefined {
  if (report.freshness.length === 0) return undefined;
  const now = Date.parse(report.reportedAt);
  const state = (stale: boolean | undefined) => {
    if (stale === undefined) return words.noHurry;
    return stale ? html`<span class="late">${words.stale}</span>` : words.fresh;
  };
  return html`<section><h2>${words.freshness}</h2>${table(
    words.freshness,
    [
      { name: words.part },
      { name: words.newest, kind: 'k' },
      { name: words.age, kind: 'n' },
      { name: words.staleAfter, kind: 'n' },
      { name: words.state },
    ],
    report.freshness.map(({ part, newest, staleAfterSeconds, stale }) => [
      html`<code>${part}</code>`,
      newest ? html`<time datetime="${newest}">${figures.moment(newest)}</time>` : words.never,
      newest ? figures.seconds(Math.max(0, now - Date.parse(newest)) / 1_000) : '–',
      figures.seconds(staleAfterSeconds),
      state(stale),
    ]),
  )}</section>`;
}
