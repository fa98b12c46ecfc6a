// `npm test`, counted from vitest's own report.
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from '../tools/root.ts';
import type { Count } from './count.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Of each: the whole of it stands in what vitest printed. */
const MOST_CHARACTERS = 1_500;
const VITEST_ITSELF = /^ +at .*(\/node_modules\/|<anonymous>).*\n?/gm;

export async function vitestSuite({
  scratch,
  npm,
}: {
  readonly scratch: string;
  readonly npm: (script: string, ...args: readonly string[]) => Promise<number>;
}): Promise<Count> {
  const file = join(scratch, 'vitest.json');
  const code = await npm('test', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
  const { numPassedTests, numFailedTests, testResults }: Report = JSON.parse(await readFile(file, 'utf8'));
  // A file that cannot be loaded fails no test, and an unhandled rejection neither.
  const failed = numFailedTests || (code === 0 ? 0 : 1);
  return { passed: numPassedTests, failed, failures: testResults.flatMap(failuresOf) };
}

function failuresOf({ name, status, message, assertionResults }: TestFile): string[] {
  const file = relative(ROOT, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const told = failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}\n${failureMessages.join('\n')}`);
  if (told.length === 0 && status === 'failed') told.push(`${file}\n${message}`);
  return told.map((text) => text.replaceAll(VITEST_ITSELF, '').slice(0, MOST_CHARACTERS));
}
