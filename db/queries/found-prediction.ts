// One stored answer by its id, scheduled or on demand: both in the same words.
import { eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { type PredictionRole, prediction } from '../prediction-schema.ts';
import { type Answer, findAnswer } from './answers.ts';

type Question = Pick<Answer, 'entity' | 'issuedAt' | 'validAt'>;
type Said = Pick<
  Answer,
  | 'id'
  | 'model'
  | 'release'
  | 'onnxSha256'
  | 'featureSha256'
  | 'source'
  | 'reason'
  | 'features'
  | 'values'
  | 'correction'
  | 'simulated'
  | 'createdAt'
>;
/** Where it came from: a schedule, or somebody's request. */
type Occasion =
  | { readonly kind: 'scheduled'; readonly role: PredictionRole }
  | { readonly kind: 'on demand'; readonly requestId: string; readonly row: number };
export type FoundPrediction = Said & Question & Occasion;

export async function findPrediction(db: Db, id: string): Promise<FoundPrediction | null> {
  const [[scheduled], answered] = await Promise.all([
    db.select().from(prediction).where(eq(prediction.id, id)),
    findAnswer(db, id),
  ]);
  if (scheduled) return { kind: 'scheduled', ...scheduled };
  return answered && { kind: 'on demand', ...answered };
}
