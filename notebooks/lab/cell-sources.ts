// The source files whose exports a cell may import from @wattmesh/lab: every one of the lab, and a few of the layers below. Never tests.
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

const LAB = 'notebooks/lab';

/** What a cell may use besides the lab itself. */
export const BESIDE_THE_LAB = [
  'data/time.ts',
  'data/catalogue.gen.ts',
  'models/catalogue.gen.ts',
  'models/history.ts',
] as const;

/** Paths from the root of the project. */
export const cellSources = (root: string): string[] => [...BESIDE_THE_LAB, ...labFiles(root, LAB)];

function labFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : labFiles(root, path);
    return /(?<!\.test|\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}
