// One line of our own SQL to one row of `gas_daily`.
import { z } from 'zod';
import { QUALITIES } from '../columns.ts';
import { type Parsed, ShapeError, type Source } from '../dataset.ts';
import { jsonLines } from '../json-lines.ts';
import { parseInstant } from '../time.ts';

const value = z.number().nullable();
const Day = z.strictObject({
  area: z.string(),
  at: z.string(),
  date: z.string(),
  quality: z.enum(QUALITIES),
  consumption_mwh: z.number(),
  night_share: value,
  morning_share: value,
  afternoon_share: value,
  evening_share: value,
  load_factor_share: value,
  steepest_rise_share: value,
  peak_at_hours: value,
});

export const parseDays: Source['parse'] = async function* (bytes): AsyncGenerator<Parsed> {
  for await (const lines of jsonLines(bytes)) {
    for (const { where, record, text } of lines) {
      const day = Day.safeParse(record);
      if (!day.success)
        throw new ShapeError(`${where}: want a day of gas of an area, got ${JSON.stringify(text.slice(0, 200))}`);
      const at = parseInstant(day.data.at);
      if (at === null) {
        const reason = 'at: want an instant with its zone';
        yield { reject: { where, reason, fragment: text.slice(0, 300) } };
      } else yield { ...day.data, at };
    }
  }
};
