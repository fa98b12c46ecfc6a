// What a graph answered over the Open Inference Protocol, remembered under ids like any other answer. A batch too long for that has none.
import type { ModelDefinition } from '../../models/model.ts';
import type { LoggedRow } from './answer-lines.ts';
import { type Logging, remember } from './answer-log.ts';
import type { ReleaseIdentity } from './live-release.ts';

/** Ten thousand rows of a wide model are 8 MB in the log: who sends so many at once has another use for them. */
export const MAX_LOGGED_ROWS = 1_000;

export interface InferenceAnswered {
  readonly model: ModelDefinition;
  readonly identity: ReleaseIdentity;
  readonly simulated: boolean;
  readonly features: Float32Array;
  readonly outputs: readonly Float32Array[];
}
/** One for each row, null where the graph has no number; none of a long batch. */
export type PredictionIds = readonly (string | null)[] | null;

export function loggedInference(
  { model, identity, simulated, features, outputs }: InferenceAnswered,
  logging: Logging,
): PredictionIds {
  const width = model.features.length;
  const count = features.length / width;
  if (count > MAX_LOGGED_ROWS) return null;
  const rows = Array.from({ length: count }, (_, row): LoggedRow | null => {
    const said = model.heads.map(({ name }, head) => [name, outputs[head]?.[row] ?? Number.NaN] as const);
    if (!said.every(([, value]) => Number.isFinite(value))) return null;
    return {
      ...{ id: crypto.randomUUID(), row, source: 'model', values: Object.fromEntries(said), correction: null },
      features: features.slice(row * width, (row + 1) * width),
    };
  });
  const known = rows.filter((row) => row !== null);
  remember(logging, count, { model: model.id, identity, issuedAt: null, simulated, rows: known });
  return rows.map((row) => row?.id ?? null);
}
