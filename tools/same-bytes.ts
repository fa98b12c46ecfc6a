// Holds a release to the promise that its notebook makes it again, byte for byte. Keeps what stands, except the hash of the code that has just proved itself.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Release } from '../models/release.ts';
import { differingParts } from '../models/release-difference.ts';

const { id, model, data, onnx_sha256, training_sha256 } = Release.shape;
/** What is named or replaced. */
const Known = z.looseObject({ id, model, data, onnx_sha256, training_sha256 });
/** Of the run and of its code: another run may have others. All else follows from data and seed. */
const OF_THE_RUN = ['id', 'trained_at', 'energy', 'training_sha256'];

/** `train` writes into the folder, or says that it failed. Throws where the graph or its papers are others, or none was written. */
export async function sameBytes(folder: string, train: () => Promise<boolean>): Promise<boolean> {
  const graph = join(folder, 'model.onnx');
  if (!existsSync(graph)) throw new Error(`there is no ${graph}: nothing to compare with`);
  const before = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  const writtenAt = statSync(graph).mtimeMs;
  try {
    if (!(await train())) return false;
    if (statSync(graph).mtimeMs === writtenAt)
      throw new Error(
        `${graph} was not written: on simulated data a release is kept apart. Is the measured data there?`,
      );
    const was = releaseIn(folder, before.get('release.json'));
    const now = releaseIn(folder, readFileSync(join(folder, 'release.json')));
    if (now.onnx_sha256 !== was.onnx_sha256)
      throw new Error(
        `${graph} came out as ${now.onnx_sha256.slice(0, 8)}, release ${was.id} has ${was.onnx_sha256.slice(0, 8)}; ${
          now.data.sha256 === was.data.sha256 ? 'the data is the same' : 'the data is another too'
        }. Release it anew: npm run notebooks -- ${was.model}`,
      );
    const others = differingParts(was, now).filter((part) => !OF_THE_RUN.includes(part));
    if (others.length > 0)
      throw new Error(
        `${graph} came out as it stands, ${join(folder, 'release.json')} did not, in ${others.join(', ')}. Write it anew: npm run notebooks -- ${was.model}`,
      );
    const text = before.get('release.json')?.toString('utf8').replace(was.training_sha256, now.training_sha256);
    if (text) before.set('release.json', Buffer.from(text));
    return true;
  } finally {
    for (const [name, bytes] of before) writeFileSync(join(folder, name), bytes);
  }
}

function releaseIn(folder: string, bytes: Buffer | undefined): z.infer<typeof Known> {
  if (!bytes) throw new Error(`there is no ${join(folder, 'release.json')}: nothing to compare with`);
  return Known.parse(JSON.parse(bytes.toString('utf8')));
}
