// Five years of measured French load, from the hourly file that stands outside the project, as canonical CSV. Only for training and judging: never committed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatInstant, HOUR, MINUTE, parisTimeOn, parseInstant } from '../../data/time.ts';

const FILE = 'national/rte_load_and_day_ahead_hourly_2019_2023.csv';
const HEADER = [
  'area,at',
  'load_mw,load_quality,load_known_at,load_source',
  'rte_day_ahead_mw,day_ahead_quality,day_ahead_known_at,day_ahead_source',
  'simulated',
].join(',');

export const hasMeasuredLoad = (directory: string): boolean => existsSync(join(directory, FILE));

/** `directory` is WATTMESH_DATA or ../shared/data. */
export function measuredLoadCsv(directory: string): Uint8Array {
  const path = join(directory, FILE);
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (header?.trim() !== 'at_utc,realised_mw,rte_day_ahead_mw') {
    throw new Error(`${path}: the columns are ${header}; want at_utc,realised_mw,rte_day_ahead_mw`);
  }
  return new TextEncoder().encode(`${[HEADER, ...lines.map((line, i) => canonical(line, i + 2))].join('\n')}\n`);
}

function canonical(line: string, number: number): string {
  const [at = '', load = '', forecast = ''] = line.trim().split(',');
  // The file writes minutes only.
  const instant = parseInstant(at);
  if (instant === null) throw new Error(`${FILE} line ${number}: ${at} is no instant`);
  // An hour is known once its last quarter is: 30 minutes after the quarter's start.
  const known = formatInstant(instant + HOUR + 15 * MINUTE);
  const published = formatInstant(parisTimeOn(instant, { hour: 10, shiftDays: -1 }));
  const source = 'rte-hourly-file';
  return [
    `FR,${formatInstant(instant)}`,
    load ? `${Math.round(Number(load))},consolidated,${known},${source}` : ',,,',
    forecast ? `${Math.round(Number(forecast))},consolidated,${published},${source}` : ',,,',
    'false',
  ].join(',');
}
