// Puts questions to the oracles and reads what they answer, through files in a scratch folder.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rows } from './rows.ts';

export interface Question {
  /** What reference.py knows it by. */
  readonly ask: string;
  readonly seen: Rows;
  readonly later?: Rows;
  readonly weights?: Float64Array;
  readonly parameters: Readonly<Record<string, number | string>>;
}

/** Writes them all; `answers` runs the oracles once, for they take seconds to load. */
export async function askOracles(
  folder: string,
  questions: Readonly<Record<string, Question>>,
  runReference: (folder: string) => Promise<void>,
): Promise<Readonly<Record<string, unknown>>> {
  await mkdir(folder, { recursive: true });
  const written: Record<string, unknown> = {};
  for (const [index, [name, { ask, seen, later, weights, parameters }]] of Object.entries(questions).entries()) {
    const keep = async (what: string, numbers: Float32Array | Float64Array): Promise<string> => {
      const file = `${index}.${what}`;
      await writeFile(join(folder, file), new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      return file;
    };
    written[name] = {
      ask,
      ...parameters,
      features: seen.features,
      x: await keep('x', seen.x),
      y: await keep('y', seen.y),
      ...(later && { later: await keep('later', later.x) }),
      ...(weights && { w: await keep('w', weights) }),
    };
  }
  await writeFile(join(folder, 'questions.json'), JSON.stringify(written));
  await runReference(folder);
  return JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8'));
}
