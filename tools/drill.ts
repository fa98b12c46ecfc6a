// npm run drill: what never stops, shown: a product of its own loses its input, its releases, Postgres and workerd, and is asked all the while.
import { writeFileSync } from 'node:fs';
import { command, NotUnderstood } from './command.ts';
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

const USAGE = `npm run drill     a product of its own loses its input, its releases, Postgres and workerd, and is asked all the while
  --json FILE   lines and verdicts for programs
It takes some four minutes. Simulated data, a folder and ports of its own: what runs here already is left alone.`;

await command({
  name: 'drill',
  usage: USAGE,
  options: { json: { type: 'string' } },
  async run({ values: { json }, positionals }) {
    if (positionals.length > 0) throw new NotUnderstood(`want no words, got ${positionals.join(' ')}`);
    const reports = await drilled();
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ cases: reports }, null, 2)}\n`);
    const failed = reports.filter(({ ok }) => !ok).map(({ name }) => name);
    console.log(`\n${reports.length - failed.length} cases ok, ${failed.length} failed`);
    if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
  },
});

async function drilled(): Promise<readonly CaseReport[]> {
  const product = await startProduct();
  const stop = () => void product.stop().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const { url, apiKey: key } = product;
    console.log(`a product with simulated data at ${url}`);
    const given: Drilled = { product, ask: askerOf(product), call: clientOf({ url, key }) };
    const reports: CaseReport[] = [];
    for (const one of CASES) reports.push(await journalOf(one, (journal) => one.play(given, journal), console.log));
    return reports;
  } finally {
    await product.stop();
  }
}
