// npm run check: types, lint and format, layers, generated files. One line a part, what to think about, then the verdict.
import { execFile } from 'node:child_process';
import { sourceFiles } from '../tests/source.ts';
import { ROOT } from './root.ts';
import { staleTraining } from './stale-training.ts';

const LONG_FILE_LINES = 250;

interface Part {
  readonly what: string;
  /** A script of node_modules or ours, and its arguments. */
  readonly run: readonly [script: string, ...rest: string[]];
  readonly repair: string;
}

const PARTS: readonly Part[] = [
  {
    what: 'types of the Workers',
    run: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
    repair: 'read the errors above',
  },
  {
    what: "types of the Workers' tests",
    run: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.tests.json'],
    repair: 'read the errors above',
  },
  {
    what: 'types of tools and tests',
    run: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.node.json'],
    repair: 'read the errors above',
  },
  {
    what: 'lint and format',
    run: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off'],
    repair: 'npx biome check --write',
  },
  {
    what: 'layers',
    run: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'tests/layers.test.ts', '--reporter=dot'],
    repair: 'read tests/layers.test.ts',
  },
  { what: 'generated files', run: ['tools/generate.ts', '--check'], repair: 'npm run generate' },
];

const started = performance.now();
const results = await Promise.all(PARTS.map(judge));
for (const { path, lines } of longFiles()) console.log(`note    ${path} has ${lines} lines: one noun?`);
for (const note of await staleTraining()) console.log(`note    ${note}`);
const failed = results.filter((passed) => !passed).length;
const seconds = secondsSince(started);
console.log(
  failed === 0 ? `check passed in ${seconds} s` : `check FAILED: ${failed} of ${PARTS.length} parts, ${seconds} s`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function judge({ what, run, repair }: Part): Promise<boolean> {
  const from = performance.now();
  const { passed, output } = await runNode(run);
  if (!passed) console.log(output.trimEnd());
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${what} (${secondsSince(from)} s)${passed ? '' : `: ${repair}`}`);
  return passed;
}

function runNode(args: readonly string[]): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args],
      { cwd: ROOT, maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        resolve({ passed: error === null, output: stdout + stderr });
      },
    );
  });
}

function longFiles() {
  return sourceFiles().filter(({ path, lines }) => lines > LONG_FILE_LINES && !path.endsWith('.gen.ts'));
}

function secondsSince(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1);
}
