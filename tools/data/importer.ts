// What makes a dataset's canonical file: one importer per dataset, in the file of its name. Gives rows; never writes.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { World } from '../simulate/world.ts';
import type { SharedFolder } from './shared-folder.ts';

export interface Imported {
  readonly row: Row;
  /** Who said so: `<part>_source`. */
  readonly source: string;
  /** The last step of the dataset's own grid that the row is the mean of, where that is not its own: it is known when that one is. */
  readonly lastStepAt?: Instant;
}

export interface Importer {
  readonly definition: DatasetDefinition;
  /** Rows of a place ascend in time; what goes back to an instant that was there is left out and counted, any other is refused. Nothing where the folder has no file of it. */
  rows(shared: SharedFolder): AsyncIterable<Imported>;
  /** Another series of the same quantity, from before `rows` begin: it teaches, and is never mixed with them. Null where the folder has none. */
  earlier?(shared: SharedFolder): AsyncIterable<Imported> | null;
  /** For a machine without measured data. Absent: nothing that a notebook needs. */
  simulated?(world: World, window: TimeWindow): Iterable<Imported>;
}
