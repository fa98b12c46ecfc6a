// npm run bench -- serve | ingest | upload | memory | train [--rows 1000000] [--json [FILE]]: figures beside those of a peer, in one run.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { benchIngest } from './bench/ingest.ts';
import { benchMemory } from './bench/memory.ts';
import { benchServe, type Figures } from './bench/serve.ts';
import type { ServeRow } from './bench/serving/row.ts';
import { benchTrain } from './bench/train.ts';
import { benchUpload } from './bench/upload.ts';
import { command, NotUnderstood } from './command.ts';

const USAGE = `npm run bench -- serve     predictions and forecasts over HTTP, beside an echo route, Node and Python: docs/serving-speed.md
npm run bench -- ingest    a backfill from the simulator to Postgres, beside COPY
npm run bench -- upload    a CSV and pushes, beside COPY
npm run bench -- memory    what an isolate holds while rows come in
npm run bench -- train     boosting, beside xgboost where Python has it
  --rows <number>   of ingest and upload: 1000000 when absent
  --json [FILE]     the figures for programs: instead of the table, or beside it in a file`;

await command({
  name: 'bench',
  usage: USAGE,
  options: { json: { type: 'boolean', default: false }, rows: { type: 'string' } },
  async run({ values, positionals }) {
    const [what = 'nothing', file, ...others] = positionals;
    if (others.length > 0 || (file !== undefined && !values.json))
      throw new NotUnderstood(`want one thing to measure, got ${positionals.join(', ')}`);
    // Before minutes are spent.
    if (file !== undefined && !existsSync(dirname(file)))
      throw new NotUnderstood(`--json: there is no folder ${dirname(file)} to write into`);
    const print = (result: unknown, lines: () => readonly string[]) => {
      const json = JSON.stringify(result, null, 2);
      if (file !== undefined) writeFileSync(file, `${json}\n`);
      console.log(values.json && file === undefined ? json : lines().join('\n'));
    };
    const wanted = Number(values.rows ?? 1_000_000);
    if (!Number.isSafeInteger(wanted) || wanted < 1)
      throw new NotUnderstood(`--rows: got ${values.rows}, want a whole number, as 1000000`);
    switch (what) {
      case 'serve': {
        const { machine, requests, rows } = await benchServe();
        print({ machine, requests, rows }, () => [
          `${machine.cores} cores, load average ${machine.loadAverage.toFixed(1)}`,
          ...requests.map(requestLine),
          '',
          ...rows.map(serveLine),
        ]);
        break;
      }
      case 'ingest': {
        const result = await benchIngest({ wanted });
        print(result, () => [
          `pipeline  ${perSecond(result.pipelineRowsPerSecond)} rows/s   ${result.rows} rows from the simulator to Postgres`,
          `COPY      ${perSecond(result.copyRowsPerSecond)} rows/s   the same rows into an equal table, ${result.copyIsFaster.toFixed(1)} times faster`,
          `workerd   ${result.workerdPeakMb.toFixed(0).padStart(9)} MB at most`,
        ]);
        break;
      }
      case 'upload': {
        const result = await benchUpload({ wanted });
        print(result, () => [
          `upload    ${perSecond(result.uploadRowsPerSecond)} rows/s   ${result.rows} rows, a CSV of ${result.megabytes.toFixed(0)} MiB in parts`,
          `push      ${perSecond(result.pushRowsPerSecond)} rows/s   the same rows, ${result.pushedRows} of them, 5,000 a request`,
          `COPY      ${perSecond(result.copyRowsPerSecond)} rows/s   the same rows into an equal table, ${result.copyIsFaster.toFixed(1)} times faster than the upload`,
          `workerd   ${result.workerdIdleMb.toFixed(0).padStart(9)} MB before, ${result.workerdUploadPeakMb.toFixed(0)} MB at most while uploading, ${result.workerdPeakMb.toFixed(0)} MB in all`,
        ]);
        break;
      }
      case 'memory': {
        const result = await benchMemory();
        const line = (what: string, mb: number) => `${what.padEnd(9)} ${mb.toFixed(0).padStart(9)} MB`;
        print(result, () => [
          `${line('idle', result.idleMb)}   heap and buffers of the isolate of ingest, garbage collected; a Worker may have 128 MB`,
          `${line('push', result.pushedPeakMb)}   at most, ${result.pushedRows} rows, 5,000 a request`,
          `${line('accept', result.acceptedPeakMb)}   at most, a CSV of ${result.megabytes.toFixed(0)} MiB in one request`,
          `${line('load', result.loadedPeakMb)}   at most, its ${result.rows} rows`,
        ]);
        break;
      }
      case 'train': {
        const result = await benchTrain();
        const { trees, leaves, learningRate } = result.parameters;
        const line = (who: string, { processorSeconds, seconds, rmse }: typeof result.wattmesh) =>
          `${who.padEnd(9)} ${processorSeconds.toFixed(2).padStart(6)} s of processor   ${seconds.toFixed(2).padStart(6)} s   RMSE ${rmse.toFixed(4)}`;
        print(result, () => [
          `${result.rows} rows of ${result.features} features, noise ${result.noise}; ${trees} trees of ${leaves} leaves, learning rate ${learningRate}, one thread; medians of ${result.repeats}`,
          line('wattmesh', result.wattmesh),
          result.xgboost
            ? `${line('xgboost', result.xgboost)}   ours takes ${result.timesAsLong?.toFixed(2)} times as long`
            : 'xgboost is not here to compare with: pip install xgboost-cpu, and name that Python in PYTHON.',
        ]);
        break;
      }
      default:
        throw new NotUnderstood(`got ${what}, want serve, ingest, upload, memory or train`);
    }
  },
});

function requestLine({ what, perSecond: rate, p50Ms, p99Ms }: Figures): string {
  return `${what.padEnd(30)} ${perSecond(rate)} req/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`;
}

function serveLine({ name, ours, peer, ratio, bar, ok, note }: ServeRow): string {
  if (ours === null) return `${name.padEnd(66)} ${note}`;
  const figure = (value: number) => value.toPrecision(4);
  const beside = peer === null ? '' : ` beside ${figure(peer)}: ${figure(ratio ?? Number.NaN)}`;
  return `${name.padEnd(66)} ${figure(ours)}${beside}, bar ${bar}: ${ok ? 'reached' : 'MISSED'}`;
}

function perSecond(rate: number): string {
  return Math.round(rate).toLocaleString('en').padStart(9);
}
