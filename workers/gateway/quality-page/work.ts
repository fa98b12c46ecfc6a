// How the run went about it: which sources answered, how long each step took, and how that compares with the runs before. Pure.
import type { QualityReport } from '../../mesh/quality-report.ts';
import { type Html, html } from './html.ts';
import { quiet } from './quiet.ts';
import { sparkline } from './sparkline.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';

const MAX_SLICES = 40;
const STEPS = [
  'extract',
  'lake',
  'parse',
  'validate',
  'load',
] as const satisfies readonly (keyof QualityReport['seconds'])[];

export function sources({ report, words, figures }: Subject): Html {
  const { slices } = report;
  const moment = (iso: string) => html`<time datetime="${iso}">${figures.moment(iso)}</time>`;
  // Those that went wrong are never among the ones left out.
  const worstFirst = slices.toSorted((a, b) => b.failovers.length - a.failovers.length).slice(0, MAX_SLICES);
  const shown = slices.filter((slice) => worstFirst.includes(slice));
  return html`<section><h2>${words.sources}</h2>${table(
    words.sources,
    [{ name: words.from, kind: 'k' }, { name: words.to, kind: 'k' }, { name: words.source }, { name: words.gaveWay }],
    shown.map(({ from, to, source, failovers }) => [
      moment(from),
      moment(to),
      source ? html`<code>${source}</code>` : html`<span class="late">${words.noSource}</span>`,
      failovers.length === 0
        ? words.noneGaveWay
        : html`<ul>${failovers.map(
            (failover) =>
              html`<li><code>${failover.source}</code>: ${failover.notAsked ? words.notAsked : html`<span lang="en">${failover.reason}</span>`}</li>`,
          )}</ul>`,
    ]),
  )}${shown.length < slices.length ? html`<p class="soft">${words.more(figures.number(slices.length - shown.length))}</p>` : undefined}</section>`;
}

export function comparison(subject: Subject): Html {
  const { report, words, figures } = subject;
  const { runs, since, measures } = report.comparison;
  const shown = (measure: string, value: number): string => {
    if (measure === 'completeness') return figures.share(value);
    return figures.number(measure === 'seconds' ? Number(value.toFixed(2)) : value);
  };
  // Too few to say anything: that is no news to begin with.
  if (measures.length === 0) return quiet(words.comparison, verdict(subject));
  return html`<section><h2>${words.comparison}</h2><p><strong>${verdict(subject)}</strong> ${runs > 0 && since ? words.comparedSince(figures.date(since)) : undefined}</p>${table(
    words.comparison,
    [
      { name: words.what },
      { name: words.course },
      { name: words.min, kind: 'n' },
      { name: words.median, kind: 'n' },
      { name: words.max, kind: 'n' },
      { name: words.thisRun, kind: 'n' },
      { name: words.worseThan, kind: 'n' },
    ],
    measures.map(({ measure, earlier, here, min, median, max, worseThan }) => [
      words.measures[measure],
      sparkline(words.sparklineTitle(words.measures[measure]), earlier, here),
      ...[min, median, max, here].map((value) => shown(measure, value)),
      words.ofRuns(figures.number(worseThan), figures.number(earlier.length)),
    ]),
  )}</section>`;
}

export function seconds({ report, words, figures }: Subject): Html {
  return html`<section class="keep"><h2>${words.seconds}</h2>${table(
    words.seconds,
    [{ name: words.step }, { name: words.time, kind: 'n' }],
    STEPS.map((step) => [words.steps[step], figures.seconds(report.seconds[step])]),
  )}</section>`;
}

const MAX_KEYS = 10;

export function lakeKeys({ report, words, figures }: Subject): Html | undefined {
  const keys = report.slices.flatMap((slice) => slice.lakeKeys);
  if (keys.length === 0) return undefined;
  return html`<section><h2>${words.lakeKeys}</h2><ul>${keys.slice(0, MAX_KEYS).map((key) => html`<li><code>${key}</code></li>`)}</ul>${
    keys.length > MAX_KEYS ? html`<p class="soft">${words.more(figures.number(keys.length - MAX_KEYS))}</p>` : undefined
  }</section>`;
}

/** Its place among the runs before, in one sentence. */
export function verdict({ report, words, figures }: Subject): string {
  const { verdict: said, runs, worse, measures } = report.comparison;
  if (said === 'too few') return words.verdict.tooFew;
  if (said === 'as usual') return words.verdict.asUsual(figures.number(runs));
  const parts = measures
    .filter(({ measure }) => worse.includes(measure))
    .map(({ measure, worseThan, earlier }) =>
      words.verdict.worsePart(
        figures.number(worseThan),
        figures.number(earlier.length),
        words.measures[measure].toLowerCase(),
      ),
    );
  return words.verdict.worse(parts.join(', '));
}
