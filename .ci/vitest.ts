// `npm test`, as it counts itself.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORT } from '../tests/last-line.ts';
import type { Count } from './count.ts';

export async function vitestSuite({
  scratch,
  npm,
}: {
  readonly scratch: string;
  readonly npm: (script: string) => Promise<number>;
}): Promise<Count> {
  const report = join(scratch, 'vitest.json');
  process.env[REPORT] = report;
  const code = await npm('test');
  delete process.env[REPORT];
  const count: Count = JSON.parse(await readFile(report, 'utf8'));
  if (code === 0 || count.failures.length > 0) return count;
  return { ...count, failures: [`npm test ended with ${code}`] };
}
