// The last line of `npm test`: what passed and what failed, and each failure by its name once more. Vitest's own report comes before it.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Names a file that wants the same to be read: `{ passed, failures }`. */
export const REPORT = 'WATTMESH_TEST_REPORT';
/** Of what was wrong: all of it stands in vitest's own report. */
const MOST_CHARACTERS = 600;

interface Failure {
  readonly what: string;
  readonly errors: readonly { readonly message: string }[];
}

const counted = (count: number): string => count.toLocaleString('en');

export const lastLine = (say: (line: string) => void = console.log): Reporter => ({
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const failed: Failure[] = [
      ...inState('failed').map((test) => ({
        what: `${test.module.relativeModuleId} > ${test.fullName}`,
        errors: test.result().errors ?? [],
      })),
      // A set-up that failed takes its tests with it: they count as skipped.
      ...modules.flatMap(brokenIn),
      ...errors.map(({ message }) => ({ what: `outside of any test: ${message}`, errors: [] })),
    ];
    const passed = inState('passed').length;
    const skipped = inState('skipped').length;
    for (const { what } of failed) say(`failed: ${what}`);
    say(
      `${counted(passed)} passed, ${counted(failed.length)} failed${skipped > 0 ? `, ${counted(skipped)} skipped` : ''}`,
    );
    const report = process.env[REPORT];
    if (report) writeFileSync(report, JSON.stringify({ passed, failures: failed.map(told) }));
  },
});

function brokenIn(module: TestModule): Failure[] {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return [
    ...(module.errors().length > 0 ? [{ what: module.relativeModuleId, errors: module.errors() }] : []),
    ...suites.map((suite) => ({ what: `${module.relativeModuleId} > ${suite.fullName}`, errors: suite.errors() })),
  ];
}

const told = ({ what, errors }: Failure): string =>
  [what, ...errors.map(({ message }) => message)].join('\n').slice(0, MOST_CHARACTERS);
