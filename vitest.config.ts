// Three kinds of test: `unit` beside the code, `workerd` inside the runtime, `mesh` over all Workers with a real Postgres.
import { availableParallelism } from 'node:os';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { lastLine } from './tests/last-line.ts';

/** No test asks anybody outside. Miniflare would copy each of these certificates, over a hundred, into every workerd that is started: two seconds of processor each time. */
delete process.env['NODE_EXTRA_CA_CERTS'];

/** Inside workerd, with the bindings of this Worker's own wrangler.toml. */
const insideWorkerd = (worker: string): TestProjectConfiguration => ({
  plugins: [cloudflareTest({ wrangler: { configPath: `./workers/${worker}/wrangler.toml` } })],
  test: { name: `workerd ${worker}`, include: [`workers/${worker}/**/*.workerd.test.ts`], testTimeout: 60_000 },
});

/** On a fresh clone nothing tells how long a file takes. The drills take longest: begun last, they would be waited for alone. */
class DrillsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isDrill = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/faults/');
    return (await super.sort(files)).toSorted((a, b) => Number(isDrill(b)) - Number(isDrill(a)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: DrillsFirst },
    reporters: ['default', lastLine()],
    // What the Workers log belongs to a failure, or to nobody.
    silent: 'passed-only',
    // The others start and build nothing until a test asks.
    globalSetup: ['./tests/in-memory.ts', './db/local/test-server.ts', './tests/mesh/built-workers.ts'],
    // Tests of the mesh wait more than they work: one more than a small machine has cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{data,models,db,workers,tools,notebooks/lab}/**/*.test.ts', 'tests/*.test.ts'],
          exclude: ['**/*.workerd.test.ts', '**/*.mesh.test.ts', '**/node_modules/**'],
          // Files share what they import: to load it anew for each took longer than the tests. None may leave anything behind in it.
          isolate: false,
          // Teaches zod to describe itself, which only schemas made afterwards can: the gateway's entry imports it first, too.
          setupFiles: ['@hono/zod-openapi'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      insideWorkerd('predict'),
      insideWorkerd('monitor'),
      {
        test: {
          name: 'mesh',
          include: ['workers/**/*.mesh.test.ts', 'tests/{mesh,faults}/**/*.test.ts'],
          // As above: Miniflare alone is a second of processor to load.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
