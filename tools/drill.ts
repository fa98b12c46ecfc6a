// npm run drill: what never stops, shown: a product of its own loses its input, its releases, Postgres and workerd, and is asked all the while.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brokenRelease } from './drill/broken-release.ts';
import type { DrillCase, Drilled } from './drill/drilled.ts';
import { type CaseReport, journalOf } from './drill/journal.ts';
import { lateInput } from './drill/late-input.ts';
import { postgresKilled } from './drill/postgres-killed.ts';
import { startProduct } from './drill/product.ts';
import { promotedUnderLoad } from './drill/promoted-under-load.ts';
import { askerOf } from './drill/questions.ts';
import { workerdKilled } from './drill/workerd-killed.ts';
import { clientOf } from './ingest/client.ts';

/** In this order: the first loads what the others are asked about. */
const CASES: readonly DrillCase[] = [lateInput, brokenRelease, promotedUnderLoad, postgresKilled, workerdKilled];

const USAGE = `npm run drill [-- --json FILE]
  --json FILE   lines and verdicts for programs`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) return console.log(USAGE);
  const product = await startProduct();
  const stop = () => void product.stop().then(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const { url, apiKey: key } = product;
    console.log(`a product with simulated data at ${url}`);
    const reports = await played({ product, ask: askerOf(product), call: clientOf({ url, key }) });
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ cases: reports }, null, 2)}\n`);
    const failed = reports.filter(({ ok }) => !ok);
    console.log(`\n${reports.length - failed.length} cases ok, ${failed.length} failed`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  } finally {
    await product.stop();
  }
}

async function played(drilled: Drilled): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const one of CASES) reports.push(await journalOf(one, (journal) => one.play(drilled, journal), console.log));
  return reports;
}

await main();
