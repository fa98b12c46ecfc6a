// What a drill does to a product through its public API, as an operator would: loads, keeps releases and says which one answers.

import { z } from 'zod';
import { type Client, Refused } from '../ingest/client.ts';
import { Run, watched } from '../ingest/watch.ts';
import { Aliases } from '../release/listing.ts';
import type { ReleaseFiles } from './releases.ts';

const Started = z.object({ runs: z.array(z.string()) });
const SILENT = { show() {}, end() {} };

export interface Window {
  readonly dataset: string;
  readonly feed: string;
  readonly from: string;
  readonly to: string;
}

/** Failed or not. */
export async function runOf(call: Client, window: Window): Promise<Run> {
  const { runs } = Started.parse(await call('/v1/runs', { body: JSON.stringify(window) }));
  const [run] = await watched(runs, call, SILENT);
  return Run.parse(run);
}

export async function upload(call: Client, model: string, { onnx, release, golden }: ReleaseFiles): Promise<void> {
  const form = new FormData();
  form.set('onnx', new Blob([onnx]), 'model.onnx');
  form.set('release', new Blob([release]), 'release.json');
  form.set('golden', new Blob([golden]), 'golden.json');
  await call(`/v1/models/${model}/releases`, { body: form });
}

export const standing = async (call: Client, model: string): Promise<Aliases> =>
  Aliases.parse(await call(`/v1/models/${model}/aliases`));

const seen = async (call: Client, model: string) => ({ 'if-match': `"${(await standing(call, model)).version}"` });

export async function promote(call: Client, model: string, release: string): Promise<void> {
  const body = JSON.stringify({ release, reason: 'a drill' });
  await call(`/v1/models/${model}/aliases/live`, { method: 'PUT', headers: await seen(call, model), body });
}

export async function rollBack(call: Client, model: string): Promise<void> {
  const body = JSON.stringify({ reason: 'a drill' });
  await call(`/v1/models/${model}/rollback`, { headers: await seen(call, model), body });
}

/** Why something is refused; null when it is not. */
export async function refusalOf(
  asked: Promise<unknown>,
): Promise<{ readonly status: number; readonly why: string } | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, why: error.message.replaceAll(/\s*\n\s*/g, ' ') };
    throw error;
  }
}
