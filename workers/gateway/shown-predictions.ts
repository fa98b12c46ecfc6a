// Stored answers as they are shown: one with where it came from, a replay, a page of the scheduled ones. Pure.
import { z } from '@hono/zod-openapi';
import { formatInstant } from '../../data/time.ts';
import { PREDICTION_ROLES, PREDICTION_SOURCES } from '../../db/prediction-schema.ts';
import type { ListedPrediction } from '../../db/queries/prediction-pages.ts';
import { csvLine } from './csv.ts';

const Numbers = z.record(z.string(), z.number().nullable());
const Input = z.object({
  series: z.string().openapi({ example: 'consumption/load_mw' }),
  entity: z.string().optional(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  values: z.int().openapi({ description: 'Known at issue, and so seen' }),
  rows_href: z.string().openapi({ description: 'The rows of that time, as they were known at issue' }),
  objects: z.array(
    z.object({
      lake_key: z.string(),
      sha256: z.string(),
      source: z.string(),
      fetched_at: z.iso.datetime(),
      run: z.string(),
      run_href: z.string(),
      values: z.int(),
    }),
  ),
  objects_left_out: z.int(),
});
const told = {
  id: z.uuid(),
  model: z.string(),
  release: z.string(),
  source: z.enum(PREDICTION_SOURCES),
  reason: z
    .string()
    .optional()
    .openapi({ description: 'Why the baseline answered, or what the model had to do without' }),
  values: z.record(z.string(), z.number()),
  correction: z
    .unknown()
    .openapi({ description: 'What was learnt from the last errors and is in the values, or null' }),
  simulated: z.boolean(),
  created_at: z.iso.datetime(),
};
export const StoredPrediction = z
  .object({
    ...told,
    kind: z.enum(['scheduled', 'on demand']),
    role: z.enum(PREDICTION_ROLES).optional(),
    request_id: z.string().optional(),
    row: z.int().optional().openapi({ description: 'Which row of that request, from 0' }),
    model_href: z.string(),
    onnx_sha256: z.string(),
    feature_sha256: z.string(),
    entity: z.string().optional(),
    issued_at: z.iso.datetime().optional(),
    valid_at: z.iso.datetime().optional(),
    feature_code: z
      .enum(['here', 'replaced'])
      .openapi({ description: 'Whether the code that made its features is what runs now' }),
    features: Numbers.optional().openapi({ description: 'By name, as Float32; null where missing' }),
    feature_row: z
      .array(z.number().nullable())
      .optional()
      .openapi({ description: 'In the order of its release, where the code was replaced' }),
    inputs: z
      .array(Input)
      .optional()
      .openapi({ description: 'What it looked at. Absent for records, and where the code was replaced' }),
    replay_href: z.string(),
  })
  .openapi('StoredPrediction');

export const Replay = z
  .object({
    id: z.uuid(),
    model: z.string(),
    release: z.string(),
    same: z.boolean().openapi({ description: 'Every output, and every feature of a series, has the stored bits' }),
    outputs: Numbers,
    features: Numbers.optional(),
    past: z
      .enum(['known at issue', 'arrived by then'])
      .optional()
      .openapi({ description: 'Which past gave these features: what came late was known by rule, and not here' }),
    differs: z.array(z.object({ pointer: z.string(), stored: z.number().nullable(), again: z.number().nullable() })),
  })
  .openapi('PredictionReplay');

const Listed = z.object({
  ...told,
  role: z.enum(PREDICTION_ROLES),
  entity: z.string(),
  issued_at: z.iso.datetime(),
  valid_at: z.iso.datetime(),
});
export const PredictionPage = z
  .object({ predictions: z.array(Listed), next: z.string().optional() })
  .openapi('PredictionPage');

export const listed = ({ reason, issuedAt, validAt, createdAt, ...one }: ListedPrediction): z.infer<typeof Listed> => ({
  ...one,
  ...(reason !== null && { reason }),
  issued_at: formatInstant(issuedAt),
  valid_at: formatInstant(validAt),
  created_at: formatInstant(createdAt),
});

export function predictionsCsv(page: readonly ListedPrediction[]): string {
  const heads = [...new Set(page.flatMap(({ values }) => Object.keys(values)))];
  const columns = ['id', 'role', 'model', 'release', 'entity', 'issued_at', 'valid_at', 'source', 'reason'] as const;
  return [
    csvLine([...columns, ...heads, 'simulated', 'created_at']),
    ...page.map((one) => {
      const row = listed(one);
      return csvLine([
        ...columns.map((column) => row[column]),
        ...heads.map((head) => row.values[head]),
        row.simulated,
        row.created_at,
      ]);
    }),
  ].join('');
}
