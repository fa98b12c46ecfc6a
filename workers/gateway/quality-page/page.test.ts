// The report as people read it: one file, two languages, nothing that a stranger wrote taken for a sign.
import { describe, expect, it } from 'vitest';
import { datasets } from '../../../data/catalogue.gen.ts';
import { QualityReport } from '../../mesh/quality-report.ts';
import { example, HOSTILE } from '../testing/quality-report.ts';
import { figuresOf } from './figures.ts';
import { qualityList } from './list.ts';
import { qualityPage } from './page.ts';
import { LANGUAGES, type Language, languageOf, WORDS } from './words.ts';

const page = (language: Language, report: QualityReport = example) =>
  qualityPage(report, { ...datasets.consumption, language });
const textOf = (html: string) =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

it('is made of a report as it is kept', () => {
  expect(QualityReport.parse(example)).toEqual(example);
});

/** Every place of a report in which there is text: by its path, and as it is with another text there. */
function withText(value: unknown, text: string, path = ''): (readonly [path: string, value: unknown])[] {
  if (typeof value === 'string') return [[path, text]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    withText(inner, text, `${path}/${key}`).map(([where, changed]) => {
      const copy: unknown = Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
      return [where, copy] as const;
    }),
  );
}
/** Words of ours and instants, which the schema holds: what a stranger wrote is everything else. */
const isReport = (value: unknown): value is QualityReport => QualityReport.safeParse(value).success;

it('is the same page of the same elements, whatever stands in any text of its report', () => {
  const elements = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
  const plain = withText(example, 'plain').filter(([, report]) => isReport(report));
  const hostile = withText(example, `">${HOSTILE}<img src=x onerror=alert(1)>`).filter(([, report]) =>
    isReport(report),
  );
  expect(hostile.map(([path]) => path)).toEqual(plain.map(([path]) => path));
  expect(hostile.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      '/run',
      '/rejected/0/reason',
      '/rejected/0/where/0',
      '/warnings/0/text',
      '/cleanings/0/rule',
      '/cleanings/0/column',
      '/cleanings/0/first/0/was',
      '/completeness/columns/0',
      '/completeness/places/0/place',
      '/gaps/first/0/place',
      '/timeline/lanes/0/place',
      '/anomalies/rules/0/column',
      '/anomalies/first/1/place',
      '/distributions/0/column',
      '/slices/0/source',
      '/slices/0/failovers/1/reason',
      '/slices/0/lakeKeys/0',
    ]),
  );
  for (const [i, [path, report]] of hostile.entries()) {
    const [, asPlain] = plain[i] ?? [];
    if (!isReport(report) || !isReport(asPlain)) throw new Error(`${path} is no report`);
    for (const made of [
      page,
      (language: Language, one: QualityReport) => qualityList([one], { ...datasets.consumption, language }),
    ])
      expect(elements(made('en', report)), path).toEqual(elements(made('en', asPlain)));
  }
});

describe.each(LANGUAGES)('in %s', (language) => {
  const html = page(language);

  it('loads nothing, runs nothing, and refers to nothing but the licence', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|use|image)\b/i);
    expect(html).not.toMatch(/\son\w+=|javascript:|@import|url\(/i);
    const references = [...html.matchAll(/\b(?:src|href|action|data)="([^"]*)"/g)].map(([, to]) => to);
    expect(references).toEqual([datasets.consumption.licence.url]);
  });

  it('takes nothing that a stranger wrote for a sign of its own', () => {
    expect(html).not.toContain(HOSTILE);
    expect(html).not.toContain('alert("1")');
    expect(html.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/g)?.length).toBeGreaterThan(6);
  });

  it('closes what it opens, and names what it draws', () => {
    for (const name of ['section', 'table', 'tr', 'td', 'th', 'svg', 'div', 'p', 'ul', 'li', 'h2', 'h3', 'dl'])
      expect([name, html.split(new RegExp(`<${name}[\\s>]`)).length]).toEqual([name, html.split(`</${name}>`).length]);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<th (?!scope="(?:col|row)")/g)).toBeNull();
    expect(html.match(/<svg(?=[^>]*role="img")/g)?.length).toBe(html.match(/<title(?: id="[^"]*")?>/g)!.length - 1);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, labels = ''] of html.matchAll(/aria-labelledby="([^"]+)"/g))
      expect(ids).toEqual(expect.arrayContaining(labels.split(' ')));
  });

  it('says so on top where the data are simulated, and where they are about persons', () => {
    expect(html.indexOf(WORDS[language].simulated)).toBeLessThan(html.indexOf('<main>'));
    const personal = page(language, { ...example, simulated: false, personal: true });
    expect(personal).not.toContain(WORDS[language].simulated);
    expect(personal).toContain(WORDS[language].personal);
  });

  it('stays whole where there is next to nothing to say', () => {
    const { completeness: _, timeline: __, ...rest } = example;
    const bare = page(language, {
      ...rest,
      grade: 'A',
      findings: [],
      rejected: [],
      warnings: [],
      cleanings: [],
      gaps: { count: 0, first: [] },
      anomalies: { count: 0, outOfOrder: 0, rules: [], first: [] },
      distributions: [],
      freshness: [],
      slices: [{ from: example.window.from, to: example.window.to, failovers: [], lakeKeys: [] }],
      comparison: { runs: 0, measures: [], verdict: 'too few', worse: [] },
    });
    expect(textOf(bare)).toContain(WORDS[language].nothingFound);
    expect(bare).not.toMatch(/undefined|NaN|\[object/);
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });
});

it('speaks to people: what, how many, since when, who is asked, and how it compares', () => {
  const english = textOf(page('en'));
  expect(english).toContain('1,200 of 1,202 rows accepted; 96% of the values expected are there.');
  expect(english).toContain('Rows that could not be accepted 2 20 Oct 2026, 07:00 Data engineering');
  expect(english).toContain('Worse than usual: worse than 6 of 6 runs in completeness.');
  expect(english).toContain('+3,561 MW at once; 700 MW is the most expected');
  expect(english).toContain('−9.4 deviations from the usual 2,412 MW');
  const french = textOf(page('fr'));
  expect(french).toContain(
    'Lignes acceptées\u00A0: 1\u202F200 sur 1\u202F202\u00A0; 96\u00A0% des valeurs attendues sont là.'.replaceAll(
      /\s+/g,
      ' ',
    ),
  );
  expect(french).toContain('Lignes qui n’ont pas pu être acceptées 2 20 oct. 2026, 07:00 L’ingénierie des données');
  expect(french).toContain('moins bien que 6 exécutions sur 6 pour « complétude »');
});

it('says at its head why a run failed, and one instant where there is no window', () => {
  const [slice] = example.slices;
  if (!slice) throw new Error('the example has a slice');
  const { source: _, ...failed } = slice;
  const failovers = [{ source: 'upload', reason: 'want the column area, got 2 columns, all known' }];
  const window = { from: '2026-11-21T07:00:00Z', to: '2026-11-21T07:00:00Z' };
  const html = page('en', { ...example, window, slices: [{ ...failed, failovers }] });
  const head = textOf(html.slice(0, html.indexOf(`<h2>${WORDS.en.attention}`)));
  expect(head).toContain('upload : want the column area, got 2 columns, all known');
  expect(head.match(/21 Nov 2026, 08:00/g)).toHaveLength(1);
});

it('lists the reports of a dataset, and says where there is none', () => {
  const { title } = datasets.consumption;
  expect(textOf(qualityList([example], { title, language: 'fr' }))).toContain('C À regarder regional-live');
  expect(textOf(qualityList([], { title, language: 'en' }))).toContain(WORDS.en.noReports);
});

describe('words', () => {
  it('are the same keys in every language, none of them empty', () => {
    const keys = (words: object, path = ''): string[] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'object' ? keys(value, `${path}${key}.`) : [`${path}${key}`],
      );
    expect(keys(WORDS.fr).toSorted()).toEqual(keys(WORDS.en).toSorted());
    expect(keys(WORDS.en).length).toBeGreaterThan(120);
    expect(JSON.stringify(WORDS)).not.toMatch(/:""/);
  });

  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5', 'fr'],
    [undefined, 'de, en;q=0.7, fr;q=0.9', 'fr'],
    [undefined, 'fr;q=0, en', 'en'],
    [undefined, 'de', 'en'],
    ['fr', 'en', 'fr'],
  ] as const)('are chosen: asked for %s, accepting %s, %s', (asked, accept, language) => {
    expect(languageOf(asked, accept)).toBe(language);
  });
});

describe('figures', () => {
  const en = figuresOf(WORDS.en.writing);
  const fr = figuresOf(WORDS.fr.writing);
  it.each([
    [0, '0', '0'],
    [-0.00001, '0', '0'],
    [1_234_567, '1,234,567', '1\u202F234\u202F567'],
    [-1_234.5, '−1,235', '−1\u202F235'],
    [45.375, '45.38', '45,38'],
    [0.1234, '0.1234', '0,1234'],
    [1e300, '1.00e+300', '1,00e+300'],
  ])('%d', (value, english, french) => {
    expect([en.number(value), fr.number(value)]).toEqual([english, french]);
  });

  it('never round up to all, and say which 02:30 it is in the night when the clocks go back', () => {
    expect([en.share(0.99996), fr.share(0.99996), en.share(1)]).toEqual(['99.9%', '99,9\u00A0%', '100%']);
    expect(en.moment('2026-10-24T23:45:00Z')).toBe('25 Oct 2026, 01:45');
    expect(en.moment('2026-10-25T00:30:00Z')).toBe('25 Oct 2026, 02:30 UTC+2');
    expect(fr.moment('2026-10-25T01:30:00Z')).toBe('25 oct. 2026, 02:30 UTC+1');
    expect(fr.moment('2026-10-25T02:00:00Z')).toBe('25 oct. 2026, 03:00');
    expect(fr.moment('2026-03-29T01:00:00Z')).toBe('29 mars 2026, 03:00');
    expect(fr.moment('2026-08-01T22:00:00Z')).toBe('2 août 2026, 00:00');
    expect([1.234, 130, 7_200, 300_000].map(en.seconds)).toEqual(['1.23 s', '2 min', '2 h', '3 days']);
  });
});
