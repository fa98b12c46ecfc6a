// The two labelled series of the Numenta Anomaly Benchmark, from the folder of measured data. Never copied into the project.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LabelledSeries } from './nab-score.ts';

const FOLDER = 'anomaly';
const Windows = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

export const hasLabelledSeries = (directory: string): boolean =>
  existsSync(join(directory, FOLDER, 'combined_windows.json'));

/** `directory` is WATTMESH_DATA or ../shared/data: every file of which there are labels, and which is there. */
export function labelledSeries(directory: string): LabelledSeries[] {
  const labels = Windows.parse(JSON.parse(readFileSync(join(directory, FOLDER, 'combined_windows.json'), 'utf8')));
  return Object.entries(labels).flatMap(([path, windows]) => {
    const name = path.split('/').at(-1) ?? path;
    const file = join(directory, FOLDER, name);
    return existsSync(file) ? [seriesOf(name.replace(/\.csv$/, ''), readFileSync(file, 'utf8'), windows)] : [];
  });
}

/** Local time without a zone: only what lies between two instants matters. */
const instantOf = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);

function seriesOf(name: string, csv: string, labels: readonly (readonly [string, string])[]): LabelledSeries {
  const lines = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const at = Float64Array.from(lines, ([time = '']) => instantOf(time));
  const windows = labels.map(([from, to]) => [at.indexOf(instantOf(from)), at.indexOf(instantOf(to))] as const);
  if (windows.some(([first, last]) => first < 0 || last < first))
    throw new Error(`${name}: a labelled window begins or ends where the series has no point`);
  return { name, at, value: Float64Array.from(lines, ([, value = '']) => Number(value)), windows };
}
