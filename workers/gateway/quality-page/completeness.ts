// What is there of what was expected: the rate, the time line, the places that lack most, the gaps. Pure.
import { type Html, html } from './html.ts';
import { quiet } from './quiet.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';

const MAX_PLACES = 12;
const MAX_GAPS = 20;

export function completeness(subject: Subject): Html {
  const { report, words, figures } = subject;
  const { completeness: whole } = report;
  if (!whole || whole.expected === 0) return quiet(words.completeness, words.nothingExpected);
  return html`<section><h2>${words.completeness}</h2>
<p class="big">${figures.share(whole.present / whole.expected)}</p>
<p>${words.completenessOf(whole.columns.join(', '))} ${words.presentOf(figures.number(whole.present), figures.number(whole.expected))}</p>
${report.timeline && html`<h3>${words.timeline}</h3>${timeline(report.timeline, words, figures)}`}
${worstPlaces(subject)}${gaps(subject)}</section>`;
}

function worstPlaces({ report, words, figures }: Subject): Html | undefined {
  const lacking = (report.completeness?.places ?? []).filter(({ expected, present }) => present < expected);
  if (lacking.length === 0) return undefined;
  return html`<h3>${words.worstPlaces}</h3>${table(
    words.worstPlaces,
    [
      { name: words.place, kind: 'k' },
      { name: words.rate, kind: 'n' },
      { name: words.present, kind: 'n' },
      { name: words.expected, kind: 'n' },
      { name: words.missing, kind: 'n' },
    ],
    lacking
      .slice(0, MAX_PLACES)
      .map(({ place, expected, present }) => [
        place || words.wholePlace,
        figures.share(present / expected),
        figures.number(present),
        figures.number(expected),
        figures.number(expected - present),
      ]),
  )}`;
}

function gaps({ report, words, figures }: Subject): Html | undefined {
  const { count } = report.gaps;
  const first = report.gaps.first.slice(0, MAX_GAPS);
  if (first.length === 0) return undefined;
  const moment = (iso: string) => html`<time datetime="${iso}">${figures.moment(iso)}</time>`;
  return html`<h3>${words.gaps}</h3>${
    first.length < count
      ? html`<p class="soft">${words.gapsShown(figures.number(first.length), figures.number(count))}</p>`
      : undefined
  }${table(
    words.gaps,
    [
      { name: words.place, kind: 'k' },
      { name: words.from, kind: 'k' },
      { name: words.to, kind: 'k' },
      { name: words.length, kind: 'n' },
    ],
    first.map(({ place, from, to }) => [
      place || words.wholePlace,
      moment(from),
      moment(to),
      figures.seconds((Date.parse(to) - Date.parse(from)) / 1_000),
    ]),
  )}`;
}
