// The lab's trainers beside scikit-learn and xgboost, at the same parameters on the same rows.
import { join } from 'node:path';
import { askOracles, type Question } from '../tests/oracles/questions.ts';
import { oracleTrials } from '../tests/oracles/trials.ts';
import { ROOT } from '../tools/root.ts';
import type { Count } from './count.ts';

// xgboost-cpu is xgboost without what only a graphics card needs.
export const ORACLES = ['numpy==2.4.6', 'scikit-learn==1.9.1', 'xgboost-cpu==3.2.0'];

export async function oracleSuite({
  scratch,
  command,
}: {
  readonly scratch: string;
  readonly command: (program: string, args: readonly string[]) => Promise<number>;
}): Promise<Count> {
  const python = (name: string) => join(scratch, 'oracles-venv', 'bin', name);
  const must = async (program: string, ...args: readonly string[]) => {
    const code = await command(program, args);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
  };
  await must('python3', '-m', 'venv', join(scratch, 'oracles-venv'));
  await must(python('pip'), 'install', '--quiet', '--disable-pip-version-check', ...ORACLES);

  let passed = 0;
  const failures: string[] = [];
  const trials = oracleTrials();
  const questions: Record<string, Question> = {};
  for (const [name, trial] of Object.entries(trials)) if (trial) questions[name] = trial.question;
  const answers = await askOracles(join(scratch, 'oracles'), questions, (folder) =>
    must(python('python'), join(ROOT, 'tests/oracles/reference.py'), folder),
  );
  for (const [name, trial] of Object.entries(trials)) {
    if (!trial) {
      console.log(`- ${name}: SKIPPED, no measured data here. Set WATTMESH_DATA to a folder that holds national/.`);
      continue;
    }
    try {
      console.log(`✓ ${name}: ${trial.judge(answers[name])}`);
      passed++;
    } catch (error) {
      const failure = `${name}: ${error instanceof Error ? error.message : error}`;
      console.log(`× ${failure}`);
      failures.push(failure);
    }
  }
  return { passed, failures };
}
