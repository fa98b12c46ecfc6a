// A list of words as SQL constants: what a check allows. Of our own words alone, never of what somebody sent.
import { sql } from 'drizzle-orm';

export const words = (list: readonly string[]) => sql.raw(list.map((word) => `'${word}'`).join(', '));
