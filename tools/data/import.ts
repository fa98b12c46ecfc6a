// Makes canonical files, dataset by dataset, and tells what each of them holds.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parisDate, type TimeWindow } from '../../data/time.ts';
import { NotUnderstood } from '../command.ts';
import { simulateWorld } from '../simulate/world.ts';
import { type Written, writeCanonical } from './canonical-file.ts';
import type { Importer } from './importer.ts';
import { IMPORTERS } from './importers.ts';
import { sharedFolder } from './shared-folder.ts';

/** The folder of what only teaches, in that of what is judged. */
export const EARLIER = 'earlier';

type Tell = (line: string) => void;

/** All of them, or those that are named. */
export function chosen(only: string | undefined): readonly Importer[] {
  if (only === undefined) return IMPORTERS;
  return only.split(',').map((name) => {
    const found = IMPORTERS.find(({ definition }) => definition.id === name.trim());
    if (found) return found;
    throw new NotUnderstood(
      `no dataset ${name} to import; there are ${IMPORTERS.map(({ definition }) => definition.id).join(', ')}`,
    );
  });
}

/** How many files were written. */
export async function importShared(
  { from, to, importers }: { readonly from: string; readonly to: string; readonly importers: readonly Importer[] },
  tell: Tell,
): Promise<number> {
  const shared = sharedFolder(from);
  let count = 0;
  const options = { simulated: false, leftOut: (why: string) => shared.note('row left out', why) };
  for (const { definition, rows, earlier } of importers) {
    const name = `${definition.id}.csv`;
    const [path, before] = [join(to, name), join(to, EARLIER, name)];
    const written = await writeCanonical(path, definition, rows(shared), options);
    // What another folder gave before would be taken for this one's.
    if (!written) rmSync(path, { force: true });
    const { files, notes } = shared.taken();
    tell(written ? `${name}: ${said(written)}, from ${files.join(', ')}` : `${name}: not written, no file of it here`);
    for (const note of notes) tell(`  ${note}`);
    const older = earlier?.(shared);
    const taught = older ? await writeCanonical(before, definition, older, options) : null;
    if (!taught) rmSync(before, { force: true });
    const teaching = shared.taken();
    if (taught) {
      tell(`${EARLIER}/${name}: ${said(taught)}, from ${teaching.files.join(', ')}`);
      tell('  another series of the same quantity: models learn from it, and are never judged on it');
    }
    for (const note of teaching.notes) tell(`  ${note}`);
    if (written) count += 1;
  }
  if (count === 0) throw new Error(`${from} holds nothing to import; want a folder laid out like ../shared/data`);
  tell(`${count} of ${importers.length} datasets are in ${to}; dates are days in Paris`);
  return count;
}

const SEED = 1;

/** The simulator's world for the same datasets: the same seed gives the same files. */
export async function simulate(
  {
    window,
    to,
    importers,
  }: { readonly window: TimeWindow; readonly to: string; readonly importers: readonly Importer[] },
  tell: Tell,
): Promise<void> {
  const world = simulateWorld({ seed: SEED });
  for (const { definition, simulated } of importers) {
    if (!simulated) {
      tell(`${definition.id}: not simulated`);
      continue;
    }
    const path = join(to, `${definition.id}.csv`);
    const written = await writeCanonical(path, definition, simulated(world, window), {
      simulated: true,
      leftOut: (why) => {
        throw new Error(`${definition.id}: the simulator made a row that the dataset refuses: ${why}`);
      },
    });
    if (written) tell(`${definition.id}.csv: ${said(written)}, SIMULATED`);
  }
}

const said = ({ rows, from, last, repeated }: Written): string =>
  `${rows} rows, ${parisDate(from)} to ${parisDate(last)}${repeated > 0 ? ` (${repeated} more left out: their instants were there already)` : ''}`;
