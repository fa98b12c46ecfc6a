// What was answered on demand: stored once by its id, found by it, and forgotten when its time is over.
import { eq } from 'drizzle-orm';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { answer } from '../prediction-schema.ts';
import { arrayLiteral } from './array-literal.ts';

export type Answer = typeof answer.$inferSelect;

/** All of one model's release travel in one statement, one parameter per column. How many were new: what came before stays. */
export async function saveAnswers({ $client: client }: Db, answers: readonly Answer[]): Promise<number> {
  if (answers.length === 0) return 0;
  const column = (cellOf: (one: Answer) => string | number | boolean | null) => arrayLiteral(answers, cellOf);
  const saved = await client.query(
    `INSERT INTO answer (id, request_id, "row", model, entity, issued_at, valid_at, release, onnx_sha256, feature_sha256, source, reason,
       features, "values", correction, simulated, created_at)
     SELECT id, request_id, "row", model, entity, to_timestamp(issued_at / 1000), to_timestamp(valid_at / 1000), release, onnx_sha256,
       feature_sha256, source, reason, features::real[], "values"::jsonb, correction::jsonb, simulated, to_timestamp(created_at / 1000)
     FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::text[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::boolean[], $17::float8[])
       AS said (id, request_id, "row", model, entity, issued_at, valid_at, release, onnx_sha256, feature_sha256, source, reason,
         features, "values", correction, simulated, created_at)
     ON CONFLICT (id) DO NOTHING RETURNING 1`,
    [
      column(({ id }) => id),
      column(({ requestId }) => requestId),
      column(({ row }) => row),
      column(({ model }) => model),
      column(({ entity }) => entity),
      column(({ issuedAt }) => issuedAt),
      column(({ validAt }) => validAt),
      column(({ release }) => release),
      column(({ onnxSha256 }) => onnxSha256),
      column(({ featureSha256 }) => featureSha256),
      column(({ source }) => source),
      column(({ reason }) => reason),
      column(({ features }) => features && `{${features.join(',')}}`),
      column(({ values }) => JSON.stringify(values)),
      column(({ correction }) => correction && JSON.stringify(correction)),
      column(({ simulated }) => simulated),
      column(({ createdAt }) => createdAt),
    ],
  );
  return saved.length;
}

export async function findAnswer(db: Db, id: string): Promise<Answer | null> {
  const [found] = await db.select().from(answer).where(eq(answer.id, id));
  return found ?? null;
}

/** How many were forgotten: at most so many at once, since a statement has its time. */
export async function forgetAnswers(
  { $client: client }: Db,
  { before, most }: { readonly before: Instant; readonly most: number },
): Promise<number> {
  const gone = await client`
    DELETE FROM answer WHERE id IN (
      SELECT id FROM answer WHERE created_at < to_timestamp(${before}::float8 / 1000) ORDER BY created_at LIMIT ${most}
    ) RETURNING 1`;
  return gone.length;
}
