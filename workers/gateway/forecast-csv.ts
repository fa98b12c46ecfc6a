// A published forecast as CSV: one line per row, one column per head that any of them has. Pure.
import { z } from 'zod';
import { csvLine } from './csv.ts';

/** What of the document a line tells. */
const Document = z.object({
  model: z.string(),
  release: z.string(),
  issued_at: z.string(),
  simulated: z.boolean(),
  rows: z.array(
    z.object({
      id: z.string(),
      entity: z.string(),
      valid_at: z.string(),
      source: z.string(),
      reason: z.string().optional(),
      values: z.record(z.string(), z.number()),
    }),
  ),
});

export function forecastCsv(json: string): string {
  const { model, release, issued_at, simulated, rows } = Document.parse(JSON.parse(json));
  const heads = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const header = ['model', 'release', 'issued_at', 'entity', 'valid_at', 'source', 'reason', ...heads, 'simulated'];
  const lines = rows.map(({ id, entity, valid_at, source, reason, values }) =>
    csvLine([
      ...[model, release, issued_at, entity, valid_at, source, reason],
      ...heads.map((head) => values[head]),
      simulated,
      id,
    ]),
  );
  return csvLine([...header, 'id']) + lines.join('');
}
