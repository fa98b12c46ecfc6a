import { describe, expect, it } from 'vitest';
import { STYLE } from '../../../workers/gateway/quality-page/style.ts';
import { thresholdsOf } from '../evaluation/ranking.ts';
import { precisionRecallPlot, reliabilityPlot, rocPlot } from './classifier-plots.ts';
import { heatMap } from './heat-map.ts';
import { histogramPlot } from './histogram-plot.ts';
import { byHourAndWeekday, byHourOfEachDay } from './hour-tables.ts';
import { importanceBars } from './importance-bars.ts';
import { type LineChart, lineChart } from './line-chart.ts';
import { COLOURS } from './look.ts';
import { residualPlot } from './residual-plot.ts';
import { figureText, linearScale, logScale } from './scale.ts';
import { scatterPlot } from './scatter-plot.ts';

const chart: LineChart = {
  title: 'Load <of> "France"',
  unit: 'MW',
  lines: [
    { name: 'measured', values: [50_000, 52_000, Number.NaN, 51_000] },
    { name: 'forecast', values: [50_500, 51_000, 52_500, 51_200] },
  ],
  band: { low: [50_000, 50_500, 52_000, 51_000], high: [51_000, 51_500, 53_000, 51_400], name: '80 % interval' },
  labels: [{ at: 0, text: '0:00' }],
  along: 'hour in Paris',
};
const ticks = (values: number[], ends = {}) => linearScale(values, ends).ticks.map(({ text }) => text);

describe('axes', () => {
  it('are cut at ones, twos and fives', () => {
    expect(ticks([47_300, 61_200])).toEqual(['45,000', '50,000', '55,000', '60,000', '65,000']);
    expect(ticks([0.2, 3.9], { from: 0 })).toEqual(['0', '1', '2', '3', '4']);
    expect(ticks([-12, 31])).toEqual(['−20', '−10', '0', '10', '20', '30', '40']);
    expect(ticks([0, 1])).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(ticks([7, 7])).toEqual(['7', '8']);
  });

  it('step by powers of ten where time spans them, and never from zero', () => {
    expect(logScale([0.05, 80]).ticks.map(({ text }) => text)).toEqual(['0.01', '0.1', '1', '10', '100']);
    expect(() => logScale([0, 1])).toThrow('begins above zero, got 0');
  });

  it('say figures the same in every locale', () => {
    expect([1_234_567, -0.00012, 1e-7, 999].map(figureText)).toEqual(['1,234,570', '−0.00012', '1e−7', '999']);
  });
});

describe('every plot', () => {
  const at = Float64Array.from({ length: 48 }, (_, i) => Date.UTC(2023, 0, 2, i));
  const values = at.map((_, i) => 50_000 + 100 * i);
  const thresholds = thresholdsOf([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
  const plots = {
    lines: () => lineChart(chart),
    scatter: () =>
      scatterPlot({
        title: 'Scatter',
        x: { name: 'time, s', values: [1, 2] },
        y: { name: 'error, %', values: [3, 2] },
      }),
    histogram: () => histogramPlot({ title: 'Histogram', name: 'load, MW', values }),
    heat: () => heatMap({ title: 'Heat', unit: 'MW', table: byHourAndWeekday(at, values) }),
    residuals: () =>
      residualPlot({
        title: 'Residuals',
        unit: 'MW',
        forecast: values,
        truth: values.map((value, i) => value + (i % 3)),
      }),
    importance: () =>
      importanceBars({ title: 'Importance', unit: 'MW', bars: [{ feature: 'hour', importance: 5, spread: 1 }] }),
    precision: () => precisionRecallPlot({ title: 'Precision', thresholds, averagePrecision: 0.83 }),
    roc: () => rocPlot({ title: 'ROC', thresholds, auc: 0.75 }),
    reliability: () =>
      reliabilityPlot({ title: 'Reliability', bins: [{ from: 0, to: 1, count: 3, said: 0.4, happened: 0.5 }] }),
  };

  it.each(Object.entries(plots))('%s: named, described, and the same bytes again', (_name, draw) => {
    const svg = draw();
    expect(svg).toBe(draw());
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="(plot-\w+)-title \1-says"/);
    expect(svg).toMatch(/<title id="plot-\w+-title">[^<]+<\/title><desc id="plot-\w+-says">[^<]+<\/desc>/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each(Object.entries(plots))(
    '%s: drawn in the light by what knows neither media queries nor a size that is auto',
    (_name, draw) => {
      const [, opening = '', style = '', marks = ''] = /^(<svg [^>]*>).*?<style>(.*)<\/style>(.*)$/s.exec(draw()) ?? [];
      expect(opening).toMatch(/ viewBox="0 0 (\d+) \d+" width="\1" /);
      expect(opening).not.toContain('height:');
      expect(style).toMatch(/^@media \(prefers-color-scheme:dark\)\{.*\}\}$/);
      expect(marks).toMatch(/^<rect width="\d+" height="\d+" fill="#fff"/);
      for (const [, name = ''] of marks.matchAll(/class="(?:fill|stroke)-(\w+)"/g))
        expect(COLOURS).toHaveProperty(name);
      for (const [mark] of marks.matchAll(/<[^>]* class="(?:fill|stroke)-[^>]*>/g))
        expect(mark).toMatch(/ (?:fill|stroke)="#/);
    },
  );

  it('has the colours of the quality report, in the light and in the dark', () => {
    for (const [name, [light, dark]] of Object.entries(COLOURS)) {
      expect(STYLE).toContain(`:root{color-scheme:light dark`);
      expect(STYLE.match(new RegExp(`--${name}:#[0-9a-f]+`, 'g'))?.slice(0, 2)).toEqual([
        `--${name}:${light}`,
        `--${name}:${dark}`,
      ]);
    }
  });
});

describe('a line chart', () => {
  const svg = lineChart(chart);

  it('leaves a gap where a value is missing', () => {
    const [measured, forecast] = [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map(([, d]) => d);
    expect(measured?.match(/M/g)).toHaveLength(2);
    expect(forecast?.match(/M/g)).toHaveLength(1);
  });

  it('names its axes with units, and what it shows', () => {
    expect(svg).toContain('>hour in Paris</text>');
    expect(svg).toContain('>MW</text>');
    expect(svg).toContain('measured: from 50,000 to 52,000 MW; forecast: from 50,500 to 52,500 MW');
  });

  it('writes names as text, whatever is in them', () => {
    expect(svg).toContain('Load &lt;of&gt; &quot;France&quot;, MW');
  });

  it('refuses to draw nothing', () => {
    expect(() =>
      lineChart({ ...chart, lines: [{ name: 'measured', values: [Number.NaN] }], band: { low: [], high: [] } }),
    ).toThrow('everything is missing');
  });
});

it('draws thousands of points as cells, and a hundred kilobytes less', () => {
  const many = Float64Array.from({ length: 8_760 }, (_, i) => (i * 37) % 1_000);
  const svg = scatterPlot({
    title: 'Many',
    x: { name: 'x', values: many },
    y: { name: 'y', values: many.map((v) => v % 91) },
  });
  expect(svg).not.toContain('<circle');
  expect(svg.length).toBeLessThan(60_000);
});

it('tells the hours of Monday in Paris from those of Sunday', () => {
  const monday = Date.UTC(2023, 0, 1, 23);
  const { values } = byHourAndWeekday([monday, monday + 7 * 86_400_000, monday - 3_600_000], [10, 20, 99]);
  expect([values[0], values[6 * 24 + 23]]).toEqual([15, 99]);
});

it('shows a year of hours, a day a column, in fewer bytes than as many cells would take', () => {
  const at = Float64Array.from({ length: 8_760 }, (_, i) => Date.UTC(2022, 11, 31, 23) + i * 3_600_000);
  const table = byHourOfEachDay(
    at,
    at.map((_, i) => i),
  );
  expect([table.rows.length, table.columns.length, table.columns[0]]).toEqual([24, 365, '2023-01-01']);
  expect([table.values[0], table.values[365], table.values[1]]).toEqual([0, 1, 24]);
  const svg = heatMap({ title: 'A year', unit: 'MW', table });
  expect(svg).not.toContain('<rect x="84" y="62"');
  expect(svg.length).toBeLessThan(350_000);
});
