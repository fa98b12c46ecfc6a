// npm run forecast: a client of the API that has a model's past forecasts issued, piece by piece. Safe to repeat: what stands is passed over.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { command, NotUnderstood } from './command.ts';
import { addressOf, type Client, clientOf, Refused, Unreachable } from './ingest/client.ts';
import { bar, lineOn } from './ingest/line.ts';
import { type Window, windowAsked } from './ingest/window.ts';
import { orWhatThereIs } from './release/not-found.ts';

const USAGE = `npm run forecast -- <model> --from 2026-01-01 --to 2026-02-01     issues what the model would have forecast
  --from, --to  days, which stand for their midnight in UTC, or instants as 2026-01-31T10:00:00Z; the end is not included
  --url <url>   where Wattmesh answers; what \`npm start\` runs here, when absent
  --key <key>   API key with the scope admin; the one of \`npm start\`, when absent
Each slot of the model's schedule, by the release that is live, from what was known at the slot. Nothing is published.
Ctrl-C or a crash loses nothing: the same command goes on where it ended.`;

const Piece = z.object({
  release: z.string(),
  issued: z.number(),
  stood: z.number(),
  learnt: z.number(),
  unknown: z.number(),
  rows: z.number(),
  next: z.string().optional(),
});

/** The mesh may restart meanwhile. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

await command({
  name: 'forecast',
  usage: USAGE,
  options: { from: { type: 'string' }, to: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' } },
  async run({ values, positionals }) {
    const [model, ...others] = positionals;
    if (!model || others.length > 0)
      throw new NotUnderstood(`want one model, got ${positionals.join(', ') || 'none'}: as load-day-ahead`);
    const window = windowAsked(values.from, values.to);
    const call = clientOf(addressOf(values));
    await orWhatThereIs({ call, model, kind: 'series' }, backfill(model, window, call));
  },
});

async function backfill(model: string, { from, to }: Window, call: Client): Promise<void> {
  const line = lineOn(process.stderr);
  const length = Date.parse(to) - Date.parse(from);
  const sum = { issued: 0, stood: 0, learnt: 0, unknown: 0, rows: 0 };
  let release = '';
  for (let since: string | undefined = from; since !== undefined; ) {
    const body = JSON.stringify({ from: since, to });
    const ask = () => call(`/v1/models/${encodeURIComponent(model)}/forecasts`, { body });
    const piece = Piece.parse(await (since === from ? ask() : patiently(ask)));
    release = piece.release;
    sum.issued += piece.issued;
    sum.stood += piece.stood;
    sum.learnt += piece.learnt;
    sum.unknown += piece.unknown;
    sum.rows += piece.rows;
    since = piece.next;
    const done = since === undefined ? length : Date.parse(since) - Date.parse(from);
    line.show(`${bar(done, length)} ${sum.issued} forecasts, ${sum.rows} rows  ${since ?? ''}`);
  }
  line.end();
  if (sum.issued + sum.stood + sum.learnt + sum.unknown === 0) {
    console.log(`${model} ${release}: no issue of its schedule in this window is over; want days that have passed`);
    return;
  }
  const others = [
    [sum.stood, 'stood before'],
    [sum.learnt, 'left out: the release has learnt from those days'],
    [sum.unknown, 'left out: nothing was known then'],
  ] as const;
  const said = others.flatMap(([count, what]) => (count > 0 ? [`; ${count} ${what}`] : []));
  console.log(`${model} ${release}: ${sum.issued} forecasts issued, ${sum.rows} rows${said.join('')}`);
}

/** Of a mesh that has answered before, an outage is waited out. */
async function patiently(ask: () => Promise<unknown>): Promise<unknown> {
  const begun = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isPassing =
        error instanceof Refused ? error.status === 429 || error.status >= 500 : error instanceof Unreachable;
      if (!isPassing || performance.now() - begun > PATIENCE_MS) throw error;
      await sleep(RETRY_MS);
    }
  }
}
