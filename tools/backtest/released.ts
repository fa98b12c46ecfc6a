// The release that is judged, or the function that fits one. Refuses a graph that belongs to other features than those of today.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import type { FactsBySeries } from '../../models/history.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import { Release } from '../../models/release.ts';
import type { Fit } from '../../notebooks/lab/fits/fit.ts';
import { NotUnderstood } from '../command.ts';
import { ROOT } from '../root.ts';

/** By name. Only what forecasts a series can be rolled through time. */
export function seriesModel(name: string | undefined): SeriesModel {
  const known = new Map<string, ModelDefinition>(Object.entries(models));
  const ids = [...known.values()].flatMap(({ id, kind }) => (kind === 'series' ? [id] : [])).join(', ');
  if (name === undefined) throw new NotUnderstood(`which model? Want one of ${ids}`);
  const model = known.get(name);
  if (!model) throw new NotUnderstood(`there is no model ${name}; want one of ${ids}`);
  if (model.kind !== 'series')
    throw new NotUnderstood(
      `${name} is a ${model.kind} model: it forecasts nothing that a backtest could roll. Want one of ${ids}`,
    );
  return model;
}

/** What a backtest has to know of a release, which may be older than the rest of its schema. */
const { id, data, onnx_sha256, feature_sha256 } = Release.shape;
const Seen = z.object({ id, data, onnx_sha256, feature_sha256 });

export interface Released {
  readonly release: z.infer<typeof Seen>;
  readonly onnx: Uint8Array;
}

const folderOf = (id: string): string => join(ROOT, 'models', id);

export const hasRelease = ({ id }: SeriesModel): boolean => existsSync(join(folderOf(id), 'release.json'));

/** `folder` is the model's own where it is absent. */
export function releasedOf({ id: name }: SeriesModel, folder = folderOf(name)): Released {
  const paths = ['release.json', 'model.onnx'].map((file) => join(folder, file));
  const [json = '', graph = ''] = paths;
  const missing = paths.find((path) => !existsSync(path));
  if (missing)
    throw new Error(
      `${missing} is missing: ${folder === folderOf(name) ? `run npm run notebooks -- ${name}, which makes it` : '--release wants a folder with release.json and model.onnx'}`,
    );
  const { success, data: release, error } = Seen.safeParse(JSON.parse(readFileSync(json, 'utf8')));
  if (!success)
    throw new Error(`${json} is not readable: ${z.prettifyError(error)}. Run: npm run notebooks -- ${name}`);
  const today = new Map<string, string>(Object.entries(FEATURE_SHA256)).get(name);
  if (release.feature_sha256 !== today)
    throw new Error(
      `release ${release.id} was trained with features ${release.feature_sha256.slice(0, 8)}, the code has ${today?.slice(0, 8)}. Run: npm run notebooks -- ${name}`,
    );
  const onnx = readFileSync(graph);
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  if (sha256 !== release.onnx_sha256)
    throw new Error(
      `${graph} has sha ${sha256.slice(0, 8)}, release.json says ${release.onnx_sha256.slice(0, 8)}. Run: npm run notebooks -- ${name}`,
    );
  return { release, onnx };
}

/** From `notebooks/lab/fits/`, where each model's fitting is a function of facts. */
export async function fitOf({ id }: SeriesModel): Promise<Fit> {
  const path = join(ROOT, 'notebooks', 'lab', 'fits', `${id}.ts`);
  if (!existsSync(path))
    throw new Error(
      `${id} cannot be fitted outside its notebook: there is no notebooks/lab/fits/${id}.ts. Want --refit never`,
    );
  const name = `fit-${id}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const module: Readonly<Record<string, unknown>> = await import(path);
  const fit = module[name];
  if (!isFit(fit))
    throw new Error(`notebooks/lab/fits/${id}.ts exports ${Object.keys(module).join(', ')}; want ${name}`);
  return fit;
}

const isFit = (value: unknown): value is Fit => typeof value === 'function';

/** Without what was not known then: a fit may look wherever it likes. */
export function factsKnownAt(facts: FactsBySeries, at: Instant): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at: when, knownAt, value }]) => {
      const known = Array.from(knownAt.keys()).filter((i) => knownAt[i]! <= at);
      const kept = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i]!);
      return [key, { at: kept(when), knownAt: kept(knownAt), value: kept(value) }];
    }),
  );
}
