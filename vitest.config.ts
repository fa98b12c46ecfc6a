// Three kinds of test: `unit` beside the code, `workerd` inside the runtime, `mesh` over all Workers with a real Postgres.
import { availableParallelism } from 'node:os';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** Inside workerd, with the bindings of this Worker's own wrangler.toml. */
const insideWorkerd = (worker: string): TestProjectConfiguration => ({
  plugins: [cloudflareTest({ wrangler: { configPath: `./workers/${worker}/wrangler.toml` } })],
  test: { name: `workerd ${worker}`, include: [`workers/${worker}/**/*.workerd.test.ts`], testTimeout: 60_000 },
});

export default defineConfig({
  test: {
    // Starts nothing until a test asks for a database.
    globalSetup: ['./db/local/test-server.ts'],
    // Tests of the mesh wait more than they work: one more than a small machine has cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{data,models,db,workers,tools,notebooks/lab}/**/*.test.ts', 'tests/*.test.ts'],
          exclude: ['**/*.workerd.test.ts', '**/*.mesh.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      insideWorkerd('predict'),
      insideWorkerd('monitor'),
      {
        test: {
          name: 'mesh',
          include: ['workers/**/*.mesh.test.ts', 'tests/{mesh,faults}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
