// Unlikely values: by which rules they were sought, how many were found, and the first ones with how far they are. Pure.
import { unitOf } from '../../../data/units.ts';
import type { QualityReport } from '../../mesh/quality-report.ts';
import { type Html, html } from './html.ts';
import { quiet } from './quiet.ts';
import type { Subject } from './subject.ts';
import { table } from './table.ts';

type Rule = QualityReport['anomalies']['rules'][number];
type Anomaly = QualityReport['anomalies']['first'][number];

export function anomalies(subject: Subject): Html {
  const { report, words, figures } = subject;
  const { first, outOfOrder, count } = report.anomalies;
  // Rules of places that this feed does not bring say nothing.
  const rules = report.anomalies.rules.filter(({ judged, skipped }) => judged > 0 || skipped);
  if (rules.length === 0) return quiet(words.anomalies, words.noRules);
  return html`<section><h2>${words.anomalies}</h2><p>${count === 0 ? words.nothingUnlikely : words.anomaliesNote}</p>
${table(
  words.anomalies,
  [
    { name: words.rule },
    { name: words.column },
    { name: words.limit },
    { name: words.judged, kind: 'n' },
    { name: words.found, kind: 'n' },
  ],
  rules.map((rule) => [
    html`${words.ruleKinds[rule.kind]}${rule.places && html` <span class="soft">(${placesOf(rule.places)})</span>`}`,
    html`<code>${rule.column}</code>`,
    html`${limitOf(rule, subject)}${rule.skipped && html`<br><span class="soft">${words.skipped[rule.skipped]}</span>`}`,
    figures.number(rule.judged),
    figures.number(rule.found),
  ]),
)}${outOfOrder > 0 ? html`<p class="soft">${words.outOfOrder(figures.number(outOfOrder))}</p>` : undefined}${
  first.length > 0 ? examples(first, subject) : undefined
}</section>`;
}

function examples(first: readonly Anomaly[], subject: Subject): Html {
  const { report, words, figures } = subject;
  const { rules, count } = report.anomalies;
  const moment = (iso: string | undefined) =>
    iso === undefined ? undefined : html`<time datetime="${iso}">${figures.moment(iso)}</time>`;
  return html`<h3>${words.examples}</h3>${first.length < count ? html`<p class="soft">${words.gapsShown(figures.number(first.length), figures.number(count))}</p>` : undefined}${table(
    words.examples,
    [
      { name: words.place, kind: 'k' },
      { name: words.instant, kind: 'k' },
      { name: words.rule },
      { name: words.value, kind: 'n' },
      { name: words.howFar },
    ],
    first.flatMap((anomaly) => {
      const rule = rules[anomaly.rule];
      if (!rule) return [];
      return [
        [
          anomaly.place || words.wholePlace,
          html`${moment(anomaly.at) ?? '–'}${anomaly.until && html` –<br>${moment(anomaly.until)}`}`,
          words.ruleKinds[rule.kind],
          withUnit(figures.number(anomaly.value), rule.column),
          distance(anomaly, rule, subject),
        ],
      ];
    }),
  )}`;
}

function limitOf({ kind, column, limits: [first = 0, second = 0] }: Rule, { words, figures }: Subject): string {
  const value = (number: number) => withUnit(figures.number(number), column);
  switch (kind) {
    case 'range':
      return words.between(value(first), value(second));
    case 'jump':
      return words.mostJump(value(first));
    case 'flat':
      return words.mostFlat(figures.number(first));
    case 'unusual':
      return words.mostUnusual(figures.number(first));
  }
}

function distance({ measured, limit, usual }: Anomaly, { kind, column }: Rule, { words, figures }: Subject): string {
  const value = (number: number) => withUnit(figures.number(number), column);
  switch (kind) {
    case 'range':
      return words.farRange(value(limit));
    case 'jump':
      return words.farJump(withUnit(figures.signed(measured), column), value(limit));
    case 'flat':
      return words.farFlat(figures.number(measured));
    case 'unusual':
      return words.farUnusual(
        figures.signed(Number(measured.toFixed(1))),
        usual === undefined ? '–' : value(Math.abs(usual) >= 100 ? Math.round(usual) : usual),
      );
  }
}

function withUnit(number: string, column: string): string {
  const unit = unitOf(column);
  return unit ? `${number}\u00A0${unit}` : number;
}

const placesOf = (places: readonly string[]): string =>
  places.length > 3 ? `${places.slice(0, 3).join(', ')}, …` : places.join(', ');
