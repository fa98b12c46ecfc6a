// The facts a model looks at, from a folder of canonical CSV files named after datasets. Reads only those it needs.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { datasets } from '../../data/catalogue.gen.ts';
import { type DatasetDefinition, ShapeError } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import type { Facts, FactsBySeries } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { readCanonicalCsv } from '../../notebooks/lab/canonical-csv.ts';
import { EARLIER } from '../data/import.ts';
import { OBSERVED_SOURCES } from '../data/observed-days.ts';

export interface Opened {
  readonly facts: FactsBySeries;
  readonly simulated: boolean;
  /** Where each dataset's file begins. */
  readonly begins: Readonly<Record<string, Instant>>;
  /** Who said so, by dataset. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Datasets of weather whose rows were observed and stand there as if they had been forecast. */
  readonly foreseen: readonly string[];
}

export async function openCanonical(folder: string, { id, target, inputs }: SeriesModel): Promise<Opened> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Error(`--data ${folder} is no folder; want one with files named after datasets, as consumption.csv`);
  const wanted = [...new Set([target, ...inputs])];
  const facts = new Map<string, Facts>();
  const sources: Record<string, readonly string[]> = {};
  const begins: Record<string, Instant> = {};
  const foreseen: string[] = [];
  let simulated = false;
  for (const dataset of new Set(wanted.map((series) => series.split('/')[0] ?? ''))) {
    const path = join(folder, `${dataset}.csv`);
    if (!existsSync(path)) throw new Error(`${path} is missing: ${id} looks at ${dataset}. ${howToGet(dataset)}`);
    const opened = await readOrSay(path, dataset);
    for (const [key, series] of opened.facts) facts.set(key, series);
    simulated ||= opened.simulated;
    sources[dataset] = opened.sources;
    begins[dataset] = opened.from;
    if (hadForesight(opened)) foreseen.push(dataset);
  }
  const empty = wanted.find((series) => ![...facts.keys()].some((key) => key.startsWith(`${series}|`)));
  if (empty) {
    const [dataset = '', column] = empty.split('/');
    throw new Error(
      `${join(folder, dataset)}.csv has no value in a column ${column}, which ${id} looks at. ${howToGet(dataset)}`,
    );
  }
  return { facts, simulated, begins, sources, foreseen };
}

/** Observed, and known before it happened. */
const hadForesight = ({ facts, sources }: Pick<Opened, 'facts'> & { readonly sources: readonly string[] }): boolean =>
  sources.some((source) => OBSERVED_SOURCES.some((observed) => observed === source)) &&
  [...facts.values()].some(({ at, knownAt }) => knownAt.some((known, i) => known < at[i]!));

/** Of the target, another series from before its own begins, in a folder of that name; undefined where there is none. */
export async function openEarlier(folder: string, { target }: SeriesModel): Promise<FactsBySeries | undefined> {
  const [dataset = ''] = target.split('/');
  const path = join(folder, EARLIER, `${dataset}.csv`);
  if (!existsSync(path)) return undefined;
  const { facts } = await readOrSay(path, dataset);
  return new Map([...facts].filter(([key]) => key.startsWith(`${target}|`)));
}

async function readOrSay(path: string, dataset: string) {
  const definition = new Map<string, DatasetDefinition>(Object.entries(datasets)).get(dataset);
  if (!definition) throw new Error(`there is no dataset ${dataset}`);
  try {
    return await readCanonicalCsv(definition, readFileSync(path));
  } catch (error) {
    throw error instanceof ShapeError ? new Error(`${path}: ${error.message}`, { cause: error }) : error;
  }
}

const howToGet = (dataset: string): string =>
  `Get it with GET /v1/datasets/${dataset}/rows?format=csv&from=…&to=…, or with npm run data -- import-shared FROM TO.`;
