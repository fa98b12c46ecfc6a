// A verdict as people read it: all figures of all, then by month, by hour and by area the MAPE of all and the other figures of the model.
import { pointHead } from '../../models/fallback.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Backtest } from './backtest.ts';
import type { Compared, Figures } from './verdict.ts';

const RIVALS = { model: 'model', rte: 'RTE', persistence: 'persistence', lastWeek: 'last known week' } as const;
const OTHERS = ['MAE', 'RMSE', 'bias', 'pinball'];
const NAMES = ['model', 'rte', 'persistence', 'lastWeek'] as const;

export function tablesOf(model: SeriesModel, verdict: Backtest): string {
  const names = NAMES.filter((name) => verdict[name] !== null);
  const unit = unitOf(model);
  const whole = columns([
    ['', 'MAPE %', ...OTHERS.map((other) => `${other} ${unit}`), '80 % holds %', 'steps'],
    ...names.map((name) => [RIVALS[name], ...figures(verdict[name])]),
    ...(verdict.withWeatherError
      ? [[`model, weather ${verdict.withWeatherError.celsius} °C off`, ...figures(verdict.withWeatherError.model)]]
      : []),
  ]);
  const group = (title: string, of: readonly (readonly [string, Compared])[]): string =>
    columns([
      [
        title,
        ...names.map((name) => RIVALS[name]),
        ...OTHERS.map((other) => `${other} ${unit}`),
        '80 % holds %',
        'steps',
      ],
      ...of.map(([name, one]) => [
        name,
        ...names.map((rival) => fixed(one[rival]?.mape, 2)),
        ...figures(one.model).slice(1),
      ]),
    ]);
  return [
    [whole, whoAnswered(verdict), ...pooled(verdict)].join('\n'),
    group(
      'MAPE % by month',
      verdict.byMonth.map((one) => [one.month, one]),
    ),
    group(
      'MAPE % by hour in Paris',
      verdict.byHour.map((one) => [`${String(one.hour).padStart(2, '0')}:00`, one]),
    ),
    ...(verdict.byArea.length > 1
      ? [
          group(
            'MAPE % by area',
            verdict.byArea.map((one) => [one.area, one]),
          ),
        ]
      : []),
  ].join('\n\n');
}

/** A small area's percent counts as much as a large one's, and its MW hardly at all. */
const pooled = ({ byArea }: Backtest): string[] =>
  byArea.length > 1 ? [`the steps of ${byArea.length} areas are pooled, each step counting alike; by area below`] : [];

/** As served: not every step is the model's. */
function whoAnswered({ model, baselineRows, unansweredRows }: Backtest): string {
  const baseline = `of ${counted(model.n, 'step')} the baseline answered ${baselineRows} in the model's place`;
  return unansweredRows === 0
    ? baseline
    : `${baseline}; ${unansweredRows} nobody did, and the worst rival stands for the model there`;
}

export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

function unitOf(model: SeriesModel): string {
  const head = model.heads.find(({ name }) => name === pointHead(model));
  return head && 'unit' in head ? head.unit : '';
}

function figures(of: Figures | null): string[] {
  if (!of) return [];
  const { mape, mae, rmse, bias, pinball, coverage80, n } = of;
  return [fixed(mape, 2), ...[mae, rmse, bias, pinball].map(amount), percent(coverage80), String(n)];
}

/** Four digits that count; of thousands all. */
const amount = (value: number | null): string => {
  if (value === null) return '';
  return Math.abs(value) < 1_000 ? value.toPrecision(4) : value.toFixed(0);
};
const fixed = (value: number | undefined, digits: number): string => (value === undefined ? '' : value.toFixed(digits));
const percent = (share: number | null): string => (share === null ? '' : (100 * share).toFixed(1));

/** The first to the left, figures to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    widths.map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
