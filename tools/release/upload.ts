// The three files of a release from a folder to the API, as they stand there.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Client } from '../ingest/client.ts';
import { ROOT } from '../root.ts';

const Kept = z.object({ release: z.object({ id: z.string() }), repeated: z.boolean() });
const FILES = { onnx: 'model.onnx', release: 'release.json', golden: 'golden.json' };

export async function upload({
  call,
  model,
  folder = join(ROOT, 'models', model),
  asJson,
}: {
  readonly call: Client;
  readonly model: string;
  readonly folder?: string | undefined;
  readonly asJson: boolean;
}): Promise<string> {
  const form = new FormData();
  for (const [part, name] of Object.entries(FILES)) {
    form.set(part, new Blob([await readFile(join(folder, name))]), name);
  }
  const answer = await call(`/v1/models/${model}/releases`, { body: form });
  if (asJson) return JSON.stringify(answer, null, 2);
  const { release, repeated } = Kept.parse(answer);
  return repeated
    ? `${model} ${release.id} was kept before`
    : `kept ${model} ${release.id}: it answers once it is promoted`;
}
