// npm run ingest: a client of the API that starts runs, sends files and watches until all has ended. Safe to repeat: what is under way is found again.
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { command, NotUnderstood } from './command.ts';
import { addressOf, type Client, clientOf } from './ingest/client.ts';
import { lineOn } from './ingest/line.ts';
import { send } from './ingest/send.ts';
import { type Ended, Report, summary } from './ingest/summary.ts';
import { Run, watched } from './ingest/watch.ts';
import { windowAsked } from './ingest/window.ts';

const USAGE = `npm run ingest -- <dataset> --from 2026-01-01 --to 2026-02-01     asks the sources
npm run ingest -- <dataset> --file readings.csv                   sends a CSV or XLSX file
npm run ingest -- replay <dataset> --from … --to …                rebuilds the window from the lake
  --feed <feed>        only this one of the dataset's feeds
  --quality <quality>  what the rows of a file claim: 'real time', consolidated or definitive
  --dry-run            only says what would change
  --json               the runs and what their quality reports say, as JSON for programs
  --out <file>         keeps that JSON in a file, and shows a screenful
  --url <url>          where Wattmesh answers; what \`npm start\` runs here, when absent
  --key <key>          API key with the scope ingest; the one of \`npm start\`, when absent
Ends with 0 when all runs have succeeded, with 1 when one has not, with 2 when the command was not understood. Ctrl-C stops watching, not the runs: the same command
finds them again, and sends of a file only what has not arrived.`;

const Started = z.object({ runs: z.array(z.string()) });
const Page = z.object({ runs: z.array(Run.omit({ changes: true, rejects: true })) });

await command({
  name: 'ingest',
  usage: USAGE,
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    feed: { type: 'string' },
    file: { type: 'string' },
    quality: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    url: { type: 'string' },
    key: { type: 'string' },
  },
  async run({ values, positionals }) {
    const replay = positionals[0] === 'replay';
    const [dataset, ...others] = replay ? positionals.slice(1) : positionals;
    const { from, to, feed, file, quality, 'dry-run': dry } = values;
    if (!dataset || others.length > 0)
      throw new NotUnderstood(`want one dataset, got ${positionals.join(', ') || 'none'}: as consumption`);
    if (file !== undefined && (replay || from !== undefined || to !== undefined))
      throw new NotUnderstood('--file says what to load: want it without replay, --from and --to');
    const window = file === undefined ? windowAsked(from, to) : undefined;
    const address = addressOf(values);
    const call = clientOf(address);
    const line = lineOn(process.stderr);
    process.once('SIGINT', () => {
      line.end();
      console.error('The runs go on by themselves. The same command finds them again.');
      process.exit(130);
    });

    const sent = file === undefined ? undefined : await send(file, { dataset, quality, dry, call, line });
    const ids = [
      ...(sent ? [sent.run] : []),
      ...(window ? await started({ dataset, ...window, feed, dry, replay }, call) : []),
    ];
    const runs = await watched(ids, call, line);
    const ended: Ended[] = [];
    // One after the other: there may be five hundred.
    for (const run of runs)
      ended.push({ ...run, report: await reportOf(run, call), ...(sent?.repeated && { alreadySent: true }) });
    const json = JSON.stringify(ended, null, 2);
    if (values.out !== undefined) await writeFile(values.out, `${json}\n`);
    console.log(values.json ? json : summary(ended, address));
    if (ended.some(({ status }) => status === 'failed')) process.exitCode = 1;
  },
});

/** A run that ended before it could be judged has none, and what came of the others is said all the same when one cannot be had just now. */
async function reportOf({ dataset, id }: Run, call: Client): Promise<Report | undefined> {
  const found = await call(`/v1/datasets/${dataset}/quality/${id}`).catch(() => undefined);
  return found === undefined ? undefined : Report.parse(found);
}

interface Wish {
  readonly dataset: string;
  readonly from: string;
  readonly to: string;
  readonly feed: string | undefined;
  readonly dry: boolean;
  readonly replay: boolean;
}

async function started(wish: Wish, call: Client): Promise<readonly string[]> {
  const underWay = await openRuns(wish, call);
  if (underWay.length > 0) {
    console.error(`${underWay.length === 1 ? 'A run' : `${underWay.length} runs`} of an earlier command go on`);
    return underWay;
  }
  const { dataset, from, to, feed, dry, replay } = wish;
  const body = JSON.stringify({
    dataset,
    from,
    to,
    feed,
    ...(dry && { dry_run: true }),
    ...(replay && { replay: true }),
  });
  return Started.parse(await call('/v1/runs', { body })).runs;
}

/** Of the same wish, begun by a command that nobody watches any more. */
async function openRuns({ dataset, from, to, feed, dry, replay }: Wish, call: Client): Promise<readonly string[]> {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const pages = await Promise.all(
    ['running', 'queued'].map(async (status) => {
      const query = new URLSearchParams({ dataset, status, limit: '100' });
      return Page.parse(await call(`/v1/runs?${query}`)).runs;
    }),
  );
  return pages
    .flat()
    .filter((run) => run.trigger === (replay ? 'replay' : 'request') && run.dry === dry)
    .filter((run) => feed === undefined || run.feed === feed)
    .filter((run) => Date.parse(run.from) >= start && Date.parse(run.to) <= end)
    .map(({ id }) => id);
}
