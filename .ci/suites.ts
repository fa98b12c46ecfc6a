// Runs every suite in turn, adds up what they count, and says the sum in the last line.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, openBrowser } from '../tests/browser/chromium.ts';
import { QUALITY_CHECKS, SHOWN } from '../tests/browser/quality.ts';
import { type Product, startProduct } from '../tests/faults/product.ts';
import { ROOT } from '../tools/root.ts';
import { clientSuite } from './clients.ts';
import { contractSuite } from './contract.ts';
import type { Count } from './count.ts';
import { jupyterSuite } from './jupyter.ts';
import { oracleSuite } from './oracles.ts';
import { vitestSuite } from './vitest.ts';

interface Suite {
  readonly name: string;
  run(scratch: string): Promise<Count>;
}

const SUITES: readonly Suite[] = [
  { name: 'check', run: async () => oneFor(await npm('check')) },
  { name: 'test', run: (scratch) => vitestSuite({ scratch, npm }) },
  { name: 'notebooks', run: async () => oneFor(await npm('notebooks', '--quick')) },
  { name: 'deploy, rehearsed', run: async () => oneFor(await npm('deploy')) },
  { name: 'contract', run: contract },
  { name: 'clients', run: clients },
  { name: 'jupyter', run: (scratch) => jupyterSuite({ scratch, command }) },
  { name: 'oracles', run: (scratch) => oracleSuite({ scratch, command }) },
  { name: 'browser', run: browser },
];

const LOADED_WITHIN_MS = 180_000;

const only = process.argv.slice(2);
const scratch = await mkdtemp(join(tmpdir(), 'wattmesh-ci-'));
let passed = 0;
const failures: string[] = [];
try {
  for (const { name, run } of SUITES.filter((suite) => only.length === 0 || only.includes(suite.name))) {
    console.log(`\n=== ${name}`);
    const started = performance.now();
    const count = await run(scratch).catch((error: unknown): Count => {
      console.error(error);
      return { passed: 0, failures: [String(error)] };
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`=== ${name}: ${count.passed} passed, ${count.failures.length} failed (${seconds} s)`);
    passed += count.passed;
    failures.push(...count.failures.map((what) => `failed in ${name}: ${what}`));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const what of failures) console.log(`\n${what}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Output goes where ours goes; the exit code comes back. */
function command(program: string, args: readonly string[], cwd = ROOT): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function npm(script: string, ...args: readonly string[]): Promise<number> {
  return command('npm', ['run', '--silent', script, '--', ...args]);
}

function oneFor(code: number): Count {
  return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [`ended with ${code}`] };
}

/** The running product against its own OpenAPI document and a real Prometheus parser. */
async function contract(scratch: string): Promise<Count> {
  const product = await startProduct(join(scratch, 'home'));
  try {
    await loaded(product);
    return await contractSuite({ scratch, product, command });
  } finally {
    await product.stop();
  }
}

/** The running product as a client sees it that was written for other servers. */
async function clients(scratch: string): Promise<Count> {
  // Its graphs are asked, not what they forecast: one small dataset is enough.
  const product = await startProduct(join(scratch, 'clients-home'), { datasets: 'calendar' });
  try {
    return await clientSuite({ scratch, product, command });
  } finally {
    await product.stop();
  }
}

/** The pages of a running product in a real browser. */
async function browser(scratch: string): Promise<Count> {
  const program = chromium();
  if (!program) {
    console.log('passed over: no Chromium here. Install one, or name it: CHROMIUM=/path/to/chromium');
    return { passed: 0, failures: [] };
  }
  let passed = 0;
  const failures: string[] = [];
  const product = await startProduct(join(scratch, 'browser-home'), { datasets: SHOWN });
  try {
    await reported(product, SHOWN);
    for (const [name, check] of Object.entries(QUALITY_CHECKS)) {
      const opened = await openBrowser(program);
      const failure = await check(opened, product, scratch).then(
        () => undefined,
        (error: unknown) => error,
      );
      await opened.close();
      console.log(`${failure ? '×' : '✓'} ${name}`);
      if (failure) {
        console.error(failure);
        failures.push(`${name}: ${failure}`);
      } else passed++;
    }
  } finally {
    await product.stop();
  }
  return { passed, failures };
}

async function reported({ url, apiKey }: Product, dataset: string): Promise<void> {
  const deadline = performance.now() + LOADED_WITHIN_MS;
  const latest = `${url}/v1/datasets/${dataset}/quality/latest`;
  while (!(await fetch(latest, { headers: { 'X-API-Key': apiKey } })).ok) {
    if (performance.now() > deadline) throw new Error(`${dataset} has no report after ${LOADED_WITHIN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Until then a forecast is honestly unavailable. */
async function loaded({ said }: Product): Promise<void> {
  const deadline = performance.now() + LOADED_WITHIN_MS;
  while (!said.includes('data loaded, forecast published')) {
    if (performance.now() > deadline)
      throw new Error(`nothing loaded after ${LOADED_WITHIN_MS} ms:\n${said.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
