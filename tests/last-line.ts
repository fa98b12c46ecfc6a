// The last line of `npm test`: what passed and what failed, and each failure by its name once more. Vitest's own report comes before it.
import type { Reporter, TestModule } from 'vitest/node';

const counted = (count: number): string => count.toLocaleString('en');

export const lastLine = (say: (line: string) => void = console.log): Reporter => ({
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const failed = [
      ...inState('failed').map(({ module, fullName }) => `${module.relativeModuleId} > ${fullName}`),
      // A set-up that failed takes its tests with it: they count as skipped.
      ...modules.flatMap(brokenIn),
      ...errors.map(({ message }) => `outside of any test: ${message}`),
    ];
    const skipped = inState('skipped').length;
    for (const name of failed) say(`failed: ${name}`);
    say(
      `${counted(inState('passed').length)} passed, ${counted(failed.length)} failed${skipped > 0 ? `, ${counted(skipped)} skipped` : ''}`,
    );
  },
});

function brokenIn(module: TestModule): string[] {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return [
    ...(module.errors().length > 0 ? [module.relativeModuleId] : []),
    ...suites.map(({ fullName }) => `${module.relativeModuleId} > ${fullName}`),
  ];
}
