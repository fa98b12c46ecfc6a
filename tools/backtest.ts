// npm run backtest -- <model> --data DIR --from DAY --to DAY: how a model would have done on those days, knowing at each issue what was known then.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DAY, parisDate } from '../data/time.ts';
import { progressLine } from '../notebooks/lab/progress.ts';
import { type Backtest, backtest, type WeatherError } from './backtest/backtest.ts';
import { openCanonical, openEarlier } from './backtest/canonical-folder.ts';
import { daysAsked, inDays, refuseSeen } from './backtest/days.ts';
import { fitOf, releasedOf, seriesModel } from './backtest/released.ts';
import { counted, tablesOf } from './backtest/table.ts';
import { command, NotUnderstood } from './command.ts';
import { lineOn } from './ingest/line.ts';

const USAGE = `npm run backtest -- <model> --data DIR --from 2024-01-01 --to 2024-12-31
  --data DIR           canonical CSV files named after datasets: docs/backtest.md
  --from, --to         days of Paris, both included
  --refit never        the released graph, on days after those it has learnt from (so when absent)
  --refit monthly      fitted again for each month from what was known before it
  --release DIR        a release that is not in the model's own folder
  --weather-noise 1    where the weather is observed, the model's figures again with weather wrong by so many °C
  --correction off     the graph's own word: what the errors of the days before say is left out
  --json FILE          the figures for programs`;

/** Of the error that is drawn: the same command, the same figures. */
const SEED = 2019;

await command({
  name: 'backtest',
  usage: USAGE,
  options: {
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    refit: { type: 'string', default: 'never' },
    release: { type: 'string' },
    'weather-noise': { type: 'string' },
    correction: { type: 'string', default: 'on' },
    json: { type: 'string' },
  },
  async run({ values, positionals }) {
    const [name, ...others] = positionals;
    if (others.length > 0) throw new NotUnderstood(`want one model, got ${positionals.join(', ')}`);
    const model = seriesModel(name);
    const window = daysAsked(values.from, values.to);
    if (values.data === undefined)
      throw new NotUnderstood('--data is missing; want a folder of canonical CSV files: docs/backtest.md');
    if (values.refit !== 'never' && values.refit !== 'monthly')
      throw new NotUnderstood(`--refit ${values.refit}: want never or monthly`);
    if (values.correction !== 'on' && values.correction !== 'off')
      throw new NotUnderstood(`--correction ${values.correction}: want on or off`);
    if (values.json !== undefined && !existsSync(dirname(values.json)))
      throw new NotUnderstood(`--json: there is no folder ${dirname(values.json)} to write into`);
    const released = values.refit === 'never' ? releasedOf(model, values.release) : undefined;
    if (released) refuseSeen(window, { id: released.release.id, ...released.release.data });
    const forecaster = released ?? { fit: await fitOf(model), earlier: await openEarlier(values.data, model) };
    const { facts, simulated, sources, begins, foreseen } = await openCanonical(values.data, model);
    const weatherError = weatherErrorOf(values['weather-noise'], foreseen);
    const line = lineOn(process.stderr);
    const began = performance.now();
    let verdict: Backtest;
    try {
      verdict = await backtest(model, facts, window, forecaster, {
        weatherError,
        isCorrected: values.correction === 'on',
        tell: (progress) => line.show(progressLine(progress, performance.now() - began)),
      });
    } finally {
      line.end();
    }
    const who = released ? `release ${released.release.id}` : 'fitted again each month';
    const said = Object.entries(sources).map(([dataset, names]) => `${dataset} from ${names.join(', ')}`);
    console.log(`${model.id}, ${who}, ${inDays(window)}${simulated ? ', on SIMULATED data' : ''}`);
    console.log(said.join('; '));
    if (foreseen.length > 0)
      console.log(
        `weather: perfect foresight (${foreseen.join(', ')} holds what was observed, not what was forecast)${weatherError ? '' : '; --weather-noise 1 gives the figures of a forecast’s error'}`,
      );
    console.log(`\n${tablesOf(model, verdict)}`);
    const short = Object.entries(begins).filter(([, from]) => from > window.from - model.reach);
    for (const [dataset, from] of short)
      console.log(
        `\n${dataset}.csv begins on ${parisDate(from)}: ${model.id} looks back ${Math.round(model.reach / DAY)} days, and forecasts the first days without them.`,
      );
    for (const [dataset, days] of Object.entries(verdict.daysWithout))
      console.log(
        `\n${counted(days, 'day')} of the window, forecast without ${dataset}: there the figures are those of another model.`,
      );
    if (verdict.notJudged > 0)
      console.log(
        `\n${counted(verdict.notJudged, 'step')} of the window not judged, for want of the truth or of the forecast of a rival.`,
      );
    if (values.json === undefined) return;
    const json = {
      id: model.id,
      release: released?.release.id ?? null,
      from: values.from,
      to: values.to,
      simulated,
      corrected: values.correction === 'on',
      weather: foreseen.length > 0 ? 'perfect foresight' : null,
      ...verdict,
    };
    writeFileSync(values.json, `${JSON.stringify(json, null, 2)}\n`);
  },
});

function weatherErrorOf(text: string | undefined, foreseen: readonly string[]): WeatherError | undefined {
  if (text === undefined) return undefined;
  const celsius = Number(text);
  if (!(celsius > 0 && celsius <= 10))
    throw new NotUnderstood(`--weather-noise: got ${text}, want a standard deviation in °C, as 1, and at most 10`);
  if (foreseen.length === 0)
    throw new NotUnderstood(
      '--weather-noise: no weather that the model looks at is observed here; a forecast is as wrong as it is',
    );
  return { celsius, seed: SEED, datasets: foreseen };
}
