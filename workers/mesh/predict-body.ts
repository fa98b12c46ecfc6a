// What may be asked of a model over HTTP: the schema the predict Worker reads a body with, and the gateway shows in OpenAPI. Pure.
import { z } from 'zod';
import { type Instant, parseInstant } from '../../data/time.ts';
import type { ModelDefinition } from '../../models/model.ts';

export const MAX_PREDICTED_ROWS = 10_000;
/** More than any model has. */
const MAX_ENTITIES = 1_000;

const IsoText = z
  .string()
  .meta({ format: 'date-time', description: 'ISO 8601 with its zone' })
  .transform((text, context): Instant => {
    const at = parseInstant(text);
    if (at !== null) return at;
    context.addIssue({
      code: 'custom',
      message: `got ${JSON.stringify(text.slice(0, 60))}, want an instant in ISO 8601 with its zone, such as 2026-11-20T10:15:00Z`,
    });
    return z.NEVER;
  });

export const SeriesBody = z.strictObject({
  issued_at: IsoText.optional().describe('Only what was known then is looked at. Now, when absent'),
  valid_at: z.array(IsoText).min(1).max(MAX_PREDICTED_ROWS).describe('What is asked for'),
  entities: z.array(z.string()).min(1).max(MAX_ENTITIES).optional().describe('All of the model, when absent'),
});

export const rowsBody = <Input>(input: z.ZodType<Input>) =>
  z.strictObject({ rows: z.array(input).min(1).max(MAX_PREDICTED_ROWS) });

/** Null for a model that nobody asks: a detector looks at what comes in by itself. */
export function predictBody(model: ModelDefinition): z.ZodType | null {
  switch (model.kind) {
    case 'series':
      return SeriesBody;
    case 'record':
      return z.union([rowsBody(model.input).describe('Many records'), model.input]);
    case 'detector':
      return null;
  }
}
