// Which releases were trained by code that has since changed. Says so: whether another release comes out of it, only training tells.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Release } from '../models/release.ts';
import { trainingSha256 } from '../notebooks/lab/training-code.ts';
import { ROOT } from './root.ts';

const { id, training_sha256 } = Release.shape;
const Trained = z.object({ id, training_sha256 });

export async function staleTraining(): Promise<string[]> {
  const released = readdirSync(join(ROOT, 'models')).filter((id) => existsSync(releaseOf(id)));
  const notes = await Promise.all(
    released.map(async (model) => {
      const { id, training_sha256 } = Trained.parse(JSON.parse(readFileSync(releaseOf(model), 'utf8')));
      if (training_sha256 === (await trainingSha256(model))) return [];
      return `${model}: the code that trained ${id} has changed. Does it still give the same bytes? npm run notebooks -- ${model} --same`;
    }),
  );
  return notes.flat();
}

const releaseOf = (model: string) => join(ROOT, 'models', model, 'release.json');
