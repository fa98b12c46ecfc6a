// What a model's notebook left beside its `model.ts`, read from the tree, and what the released graph answers. For contract suites.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { ModelDefinition } from '../models/model.ts';
import { Golden, Release } from '../models/release.ts';
import { noRelease } from '../tools/catalogues.ts';
import { ROOT } from './source.ts';

env.wasm.numThreads = 1;

export function released(id: string, name: 'release.json' | 'golden.json' | 'model.onnx' | 'README.md'): Buffer {
  const path = join(ROOT, 'models', id, name);
  if (existsSync(path)) return readFileSync(path);
  throw new Error(`models/${id}/${name} is missing. ${noRelease(id)}`);
}
export const releaseOf = (id: string) => Release.parse(JSON.parse(released(id, 'release.json').toString()));
export const goldenOf = (id: string) => Golden.parse(JSON.parse(released(id, 'golden.json').toString()));
export const onnxSha256Of = (id: string) => createHash('sha256').update(released(id, 'model.onnx')).digest('hex');

/** The answers of the released graph, one array per head. */
export async function answersOf(model: ModelDefinition, x: Float32Array): Promise<number[][]> {
  const session = await InferenceSession.create(released(model.id, 'model.onnx'));
  const width = model.features.length;
  const answer = await session.run({ [session.inputNames[0]!]: new Tensor('float32', x, [x.length / width, width]) });
  await session.release();
  return model.heads.map(({ name }) => Array.from(answer[name]!.data as Float32Array));
}
