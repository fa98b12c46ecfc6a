// Predictions on their way to Postgres: written to the lake first, deleted once they are stored. While Postgres is away they wait here.
import { z } from 'zod';
import { formatInstant, type Instant } from '../../data/time.ts';
import { PREDICTION_ROLES } from '../../db/prediction-schema.ts';
import { Correction } from '../../models/correction.ts';
import type { Log } from '../mesh/log.ts';

/** Features may be NaN, JSON has none: null stands for it. */
const Prediction = z.object({
  id: z.uuid(),
  role: z.enum(PREDICTION_ROLES),
  model: z.string(),
  entity: z.string(),
  issuedAt: z.number(),
  validAt: z.number(),
  release: z.string(),
  onnxSha256: z.string(),
  featureSha256: z.string(),
  source: z.enum(['model', 'baseline']),
  reason: z.string().nullable(),
  features: z
    .array(
      z
        .number()
        .nullable()
        .transform((value) => value ?? Number.NaN),
    )
    .nullable(),
  values: z.record(z.string(), z.number()),
  correction: Correction.nullable(),
  simulated: z.boolean(),
  createdAt: z.number(),
});
export type StoredPrediction = z.infer<typeof Prediction>;

export interface Unsaved {
  readonly key: string;
  readonly predictions: readonly StoredPrediction[];
}

const prefixOf = (model: string): string => `forecast/${model}/unsaved/`;

/** The first to write an issue decides what it says; whoever comes second gets what stands. */
export async function setAside(
  lake: R2Bucket,
  model: string,
  issuedAt: Instant,
  predictions: readonly StoredPrediction[],
): Promise<Unsaved> {
  const key = `${prefixOf(model)}${formatInstant(issuedAt)}.json`;
  const put = await lake.put(key, JSON.stringify(predictions), { onlyIf: { etagDoesNotMatch: '*' } });
  if (put) return { key, predictions };
  return (await readUnsaved(lake, key)) ?? { key, predictions };
}

/** Oldest issue first. A day of outage leaves a handful. */
export async function unsavedOf(lake: R2Bucket, model: string, log: Log): Promise<Unsaved[]> {
  const found: Unsaved[] = [];
  let cursor: string | undefined;
  do {
    const page = await lake.list({ prefix: prefixOf(model), ...(cursor && { cursor }) });
    for (const { key } of page.objects) {
      try {
        const unsaved = await readUnsaved(lake, key);
        if (unsaved) found.push(unsaved);
      } catch (error) {
        // Of an older shape, or damaged: it stays for whoever looks, and holds up nothing.
        log.error('unsaved_not_readable', { key, error });
      }
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return found;
}

/** Null when another tick has stored it meanwhile. */
async function readUnsaved(lake: R2Bucket, key: string): Promise<Unsaved | null> {
  const object = await lake.get(key);
  return object && { key, predictions: z.array(Prediction).parse(await object.json()) };
}
