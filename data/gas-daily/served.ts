// Which operator serves which region: a day of a region is whole when each of them is there.
import { type Operator, SECTORS } from '../gas/table.ts';
import { MAINLAND_REGIONS } from '../regions.ts';

const BOTH = ['FR-ARA', 'FR-NAQ', 'FR-OCC'];
const operatorsOf = (region: string): readonly Operator[] =>
  BOTH.includes(region) ? ['natran', 'terega'] : ['natran'];

export const SERVED = MAINLAND_REGIONS.flatMap((region) =>
  operatorsOf(region).flatMap((operator) => SECTORS.map((sector) => ({ region, operator, sector }))),
);
