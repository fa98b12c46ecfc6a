// The names of every series of numbers, or of yes and no as 1 and 0, that the datasets hold: "consumption/load_mw". Wrong names do not compile.
import type { PgTable } from 'drizzle-orm/pg-core';
import type { datasets } from '../data/catalogue.gen.ts';

type NumericColumn<T extends PgTable> = {
  [C in keyof T['$inferSelect'] & string]: T['$inferSelect'][C] extends number | boolean | null ? C : never;
}[keyof T['$inferSelect'] & string];

type Catalogue = typeof datasets;

export type SeriesRef = {
  [D in keyof Catalogue & string]: `${D}/${NumericColumn<Catalogue[D]['table']>}`;
}[keyof Catalogue & string];
