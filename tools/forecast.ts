// npm run forecast: a client of the API that has a model's past forecasts issued, piece by piece. Safe to repeat: what stands is passed over.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { addressOf, type Client, clientOf, Refused } from './ingest/client.ts';
import { bar, lineOn } from './ingest/line.ts';

const USAGE = `npm run forecast -- <model> --from 2026-01-01 --to 2026-02-01     issues what the model would have forecast
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
type Piece = z.infer<typeof Piece>;

/** The mesh may restart meanwhile. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const [model, ...others] = positionals;
  if (!model || others.length > 0 || !values.from || !values.to) throw new Error(`want\n${USAGE}`);
  const [from, to] = [instant(values.from), instant(values.to)];
  const call = clientOf(addressOf(values));
  const line = lineOn(process.stderr);
  const length = Date.parse(to) - Date.parse(from);
  const sum = { issued: 0, stood: 0, learnt: 0, unknown: 0, rows: 0 };
  let release = '';
  for (let since: string | undefined = from; since !== undefined; ) {
    const piece: Piece = await patiently(call, `/v1/models/${encodeURIComponent(model)}/forecasts`, {
      from: since,
      to,
    });
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
  console.log(
    `${model} ${release}: ${sum.issued} forecasts issued, ${sum.rows} rows; ${sum.stood} stood before; ${sum.learnt} left out, learnt from; of ${sum.unknown} slots nothing was known`,
  );
}

/** A day alone is its midnight in UTC. */
const instant = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);

async function patiently(call: Client, path: string, window: { readonly from: string; readonly to: string }) {
  const begun = performance.now();
  for (;;) {
    try {
      return Piece.parse(await call(path, { body: JSON.stringify(window) }));
    } catch (error) {
      const isPassing =
        error instanceof Refused ? error.status === 429 || error.status >= 500 : error instanceof TypeError;
      if (!isPassing || performance.now() - begun > PATIENCE_MS) throw error;
      await sleep(RETRY_MS);
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
