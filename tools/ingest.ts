// npm run ingest -- <dataset> --from --to: a client of POST /v1/runs that watches until the runs have ended. Safe to repeat.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ROOT } from './root.ts';

const USAGE = `npm run ingest -- <dataset> --from 2026-01-01 --to 2026-02-01
  --feed <feed>   only this one of the dataset's feeds
  --url <url>     where Wattmesh answers; what \`npm start\` runs here, when absent
  --key <key>     API key with the scope ingest; the one of \`npm start\`, when absent`;

const Started = z.object({ runs: z.array(z.string()) });
const Run = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
  step: z.string().optional(),
  reason: z.string().optional(),
  rows: z.object({
    extracted: z.number(),
    inserted: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    outranked: z.number(),
    rejected: z.number(),
  }),
});
type Run = z.infer<typeof Run>;
const Problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

const LOOK_EVERY_MS = 250;
/** The mesh may restart while a run is under way. */
const PATIENCE_MS = 60_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      feed: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [dataset, ...others] = positionals;
  if (values.help) return console.log(USAGE);
  if (!dataset || others.length > 0 || !values.from || !values.to) throw new Error(`want\n${USAGE}`);
  const home = process.env['WATTMESH_HOME'] ?? join(ROOT, '.local');
  const url = (values.url ?? process.env['WATTMESH_URL'] ?? runningUrl(home)).replace(/\/$/, '');
  const key = values.key ?? process.env['WATTMESH_KEY'] ?? kept(home, 'api-key').trim();
  const call = client(url, key);

  const { runs } = Started.parse(
    await call('/v1/runs', {
      dataset,
      from: instant(values.from),
      to: instant(values.to),
      ...(values.feed && { feed: values.feed }),
    }),
  );
  const ended = await watched(runs, async (id) => Run.parse(await call(`/v1/runs/${id}`)));
  for (const run of ended) console.log(summary(run));
  if (ended.some(({ status }) => status === 'failed')) process.exitCode = 1;
}

/** A day alone is its midnight in UTC. */
const instant = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);

function kept(home: string, name: string): string {
  try {
    return readFileSync(join(home, name), 'utf8');
  } catch {
    throw new Error(`${join(home, name)} cannot be read: run npm start first, or give --url and --key`);
  }
}

const runningUrl = (home: string): string =>
  z.object({ url: z.string() }).parse(JSON.parse(kept(home, 'running.json'))).url;

function client(url: string, key: string) {
  return async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json().catch(() => undefined);
    if (response.ok) return json;
    throw new Refused(response.status, json);
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number, json: unknown) {
    const { data: problem } = Problem.safeParse(json);
    const faults = problem?.errors?.map(({ pointer, detail }) => `\n  ${pointer} ${detail}`).join('') ?? '';
    super(problem ? `${problem.title}: ${problem.detail ?? ''}${faults}` : `answered ${status}`);
    this.status = status;
  }
}

async function watched(ids: readonly string[], look: (id: string) => Promise<Run>): Promise<readonly Run[]> {
  const ended = new Map<string, Run>();
  let lastAnswer = performance.now();
  while (ended.size < ids.length) {
    const current = ids.find((id) => !ended.has(id)) ?? '';
    try {
      const run = await look(current);
      lastAnswer = performance.now();
      if (run.status === 'succeeded' || run.status === 'failed') ended.set(current, run);
      show(`${bar(ended.size, ids.length)} ${current} ${run.status}${run.step ? `: ${run.step}` : ''}`);
      if (ended.has(current)) continue;
    } catch (error) {
      const isPassing = !(error instanceof Refused) || error.status === 429 || error.status >= 500;
      if (!isPassing || performance.now() - lastAnswer > PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  show('');
  return ids.flatMap((id) => ended.get(id) ?? []);
}

function bar(done: number, of: number): string {
  const width = 20;
  const filled = Math.round((width * done) / of);
  return `[${'='.repeat(filled)}${' '.repeat(width - filled)}] ${done}/${of}`;
}

/** One line that is written over, where somebody watches; nothing in a log. */
function show(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

function summary({ id, status, reason, rows }: Run): string {
  const counts = Object.entries(rows).map(([name, count]) => `${count} ${name}`);
  return `${status === 'failed' ? `failed ${id}: ${reason}` : `${status} ${id}`}\n  ${counts.join(', ')}`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
