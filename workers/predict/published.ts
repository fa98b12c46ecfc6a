// The published forecast: one object in the lake per model, served as it is. An older issue never replaces a newer one.
import { z } from 'zod';
import { type Instant, parseInstant } from '../../data/time.ts';
import type { ForecastDocument, Prediction } from '../mesh/contracts.ts';

/** What is read back of a document of ours: the rest is for those it is served to. */
const Header = z.object({
  issued_at: z.iso.datetime(),
  published_at: z.iso.datetime(),
  rows: z.array(z.object({ source: z.enum(['model', 'baseline']), reason: z.string().optional() })),
});

export interface Published {
  readonly document: ForecastDocument;
  readonly issuedAt: Instant;
  readonly modelRows: number;
  /** Of the model, which had everything that it counts upon. */
  readonly wholeRows: number;
  readonly rows: number;
  /** R2's own, unquoted: what a conditional put compares. */
  readonly version: string;
}

const keyOf = (model: string): string => `forecast/${model}.json`;

/** Null when nothing was published yet. */
export async function readPublished(lake: R2Bucket, model: string): Promise<Published | null> {
  const object = await lake.get(keyOf(model));
  if (!object) return null;
  const json = await object.text();
  const { issued_at, published_at, rows } = Header.parse(JSON.parse(json));
  const issuedAt = parseInstant(issued_at);
  if (issuedAt === null) throw new Error(`${keyOf(model)}: issued_at is ${issued_at}, want an instant`);
  const ofModel = rows.filter(({ source }) => source === 'model');
  const counts = { modelRows: ofModel.length, wholeRows: ofModel.filter(isWhole).length, rows: rows.length };
  const document = { json, etag: object.httpEtag, publishedAt: published_at };
  return { document, issuedAt, ...counts, version: object.etag };
}

/** What says why has something to excuse. */
export const isWhole = ({ reason }: { readonly reason?: string | null | undefined }): boolean =>
  reason === undefined || reason === null;

/** False when another tick published since `before` was read: its word stands. */
export async function publish(
  lake: R2Bucket,
  prediction: Prediction & { readonly published_at: string },
  before: Published | null,
): Promise<boolean> {
  const onlyIf = before ? { etagMatches: before.version } : { etagDoesNotMatch: '*' };
  const json = JSON.stringify(prediction);
  const put = await lake.put(keyOf(prediction.model), json, {
    onlyIf,
    httpMetadata: { contentType: 'application/json' },
  });
  return put !== null;
}
