// How the lists of EnergiTech's plant come: whole, once a day. What they say holds until they say otherwise.
import type { Feed, Source } from '../dataset.ts';
import { DAY } from '../time.ts';

export const inventory = (columns: readonly string[], source: Source): Feed => ({
  id: 'inventory',
  columns,
  schedule: { every: DAY },
  window: DAY,
  firstWindow: DAY,
  slice: DAY,
  staleAfter: 3 * DAY,
  alternatives: [source],
});
