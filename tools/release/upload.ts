// The three files of a release from a folder to the API, as they stand there.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NotUnderstood } from '../command.ts';
import type { Client } from '../ingest/client.ts';
import { ROOT } from '../root.ts';

const Kept = z.object({ release: z.object({ id: z.string() }), repeated: z.boolean() });
const FILES = { onnx: 'model.onnx', release: 'release.json', golden: 'golden.json' };

type Part = readonly [name: string, file: string, bytes: Blob];

/** From `models/<model>` where no folder is named. */
export async function filesOf(model: string, folder = join(ROOT, 'models', model)): Promise<readonly Part[]> {
  const missing = Object.values(FILES).filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0)
    throw new NotUnderstood(
      `${folder} has no ${missing.join(', no ')}. Want the folder of a release; npm run notebooks -- ${model} makes one in models/${model}`,
    );
  return Promise.all(
    Object.entries(FILES).map(
      async ([part, name]) => [part, name, new Blob([await readFile(join(folder, name))])] as const,
    ),
  );
}

export async function upload({
  call,
  model,
  files,
  asJson,
}: {
  readonly call: Client;
  readonly model: string;
  readonly files: readonly Part[];
  readonly asJson: boolean;
}): Promise<string> {
  const form = new FormData();
  for (const [part, name, bytes] of files) form.set(part, bytes, name);
  const answer = await call(`/v1/models/${encodeURIComponent(model)}/releases`, { body: form });
  if (asJson) return JSON.stringify(answer, null, 2);
  const { release, repeated } = Kept.parse(answer);
  return repeated
    ? `${model} ${release.id} was kept before`
    : `kept ${model} ${release.id}: it answers once it is promoted`;
}
