// The load of the years before the hourly file begins: RTE's half-hours, whose labels are the ends of them on a Paris clock. Another series than the hourly one, 1 to 2 % larger: never mixed with it in one history.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantsAtParis, MINUTE, type TimeWindow } from '../../data/time.ts';
import { type Facts, factsKey } from '../../models/history.ts';
import { dataFolders } from './open-data.ts';

const FILE = 'national/rte_consumption_30min_1996_2023.csv';
const LINE = /^(\d{4})-(\d\d)-(\d\d),(\d\d):(\d\d),(\d+(?:\.\d+)?)$/;
const HALF_HOUR = 30 * MINUTE;

export interface EarlierLoad {
  readonly facts: ReadonlyMap<string, Facts>;
  readonly rows: number;
  readonly sha256: string;
}

/** Null where this machine has no such file. */
export function openEarlierLoad(window: TimeWindow): EarlierLoad | null {
  const path = dataFolders()
    .map((folder) => join(folder, FILE))
    .find(existsSync);
  return path ? readHalfHours(readFileSync(path, 'utf8'), window) : null;
}

export function readHalfHours(text: string, window: TimeWindow): EarlierLoad {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== 'date_local,time_local,consumption_mw')
    throw new Error(`the columns are ${header}; want date_local,time_local,consumption_mw`);
  const at: number[] = [];
  const value: number[] = [];
  lines.forEach((line, i) => {
    const [, year, month, day, hour, minute, load] = (LINE.exec(line) ?? []).map(Number);
    if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined)
      throw new Error(`line ${i + 2}: got ${line.slice(0, 60)}, want 2018-12-31,23:30,55269`);
    // 24:00 is the last half-hour of its day: the half-hour before the label is on the day the label names.
    const begin = hour * 60 + minute - 30;
    // The file has 48 labels on every day: the hour that March skips is left out, that of October is there twice.
    for (const instant of instantsAtParis({ year, month, day, hour: Math.floor(begin / 60), minute: begin % 60 })) {
      if (instant < window.from || instant >= window.to) continue;
      at.push(instant);
      value.push(load ?? Number.NaN);
    }
  });
  const order = Array.from(at.keys()).sort((a, b) => at[a]! - at[b]!);
  const facts: Facts = {
    at: Float64Array.from(order, (i) => at[i]!),
    knownAt: Float64Array.from(order, (i) => at[i]! + HALF_HOUR + 15 * MINUTE),
    value: Float64Array.from(order, (i) => value[i]!),
  };
  return {
    facts: new Map([[factsKey('consumption/load_mw', 'FR'), facts]]),
    rows: facts.at.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}
