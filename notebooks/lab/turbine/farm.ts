// Wind farms to learn from and be judged on: what their turbines measured, and when and why they stood. Only the simulator has any.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, parseInstant, type TimeWindow } from '../../../data/time.ts';
import { turbineMeasurement } from '../../../data/turbine-measurement/dataset.ts';
import { type CanonicalFacts, readCanonicalCsv } from '../canonical-csv.ts';
import { type Maker, runMaker, simulatedFolder } from '../simulated-folder.ts';

const MAKER: Maker = {
  script: 'tools/simulated-farms.ts',
  world: [
    'noise.ts',
    'turbine-fleet.ts',
    'turbine-physics.ts',
    'turbine-power.ts',
    'turbine-sensors.ts',
    'turbine-stops.ts',
    'turbine-wind.ts',
  ],
};

export interface TurbineStop extends TimeWindow {
  readonly turbine: string;
  readonly kind: 'planned' | 'unplanned';
  /** What failed, or `service`. */
  readonly component: string;
}

export interface TurbineFarm extends CanonicalFacts {
  readonly name: string;
  readonly stops: readonly TurbineStop[];
}

/** A calendar year, in UTC, of the farm of that seed: no two share a turbine, its wind or its failures. Made when it is not there yet. */
export async function openFarm(seed: number, year: number): Promise<TurbineFarm> {
  const folder = farmFolder(seed, year);
  const measured = await readCanonicalCsv(turbineMeasurement, readFileSync(join(folder, 'turbine-measurement.csv')));
  return { ...measured, name: `farm-${seed}`, stops: stopsOf(readFileSync(join(folder, 'stops.csv'), 'utf8')) };
}

/** Where its canonical files stand. */
export function farmFolder(seed: number, year: number): string {
  const folder = simulatedFolder('farms', MAKER);
  const farm = join(folder, `farm-${seed}-${year}`);
  if (!existsSync(farm)) runMaker(MAKER, folder, [`${seed}:${year}`]);
  return farm;
}

function stopsOf(csv: string): TurbineStop[] {
  const [header, ...lines] = csv.trimEnd().split('\n');
  if (header !== 'turbine_id,from,to,kind,component') throw new Error(`stops: the columns are ${header}`);
  return lines.map((line) => {
    const [turbine = '', from = '', to = '', kind = '', component = ''] = line.split(',');
    if (kind !== 'planned' && kind !== 'unplanned') throw new Error(`stops: ${kind} is no kind of stop`);
    return { turbine, from: instant(from), to: instant(to), kind, component };
  });
}

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === null) throw new Error(`stops: ${text} is no instant`);
  return at;
}
