// The published forecast: one object in the lake per model, served as it is. An older issue never replaces a newer one.
import { z } from 'zod';
import { type Instant, parseInstant } from '../../data/time.ts';
import type { ForecastDocument, Prediction } from '../mesh/contracts.ts';

/** What is read back of a document of ours: the rest is for those it is served to. */
const Header = z.object({
  release: z.string(),
  issued_at: z.iso.datetime(),
  published_at: z.iso.datetime(),
  rows: z.array(z.object({ id: z.string(), source: z.enum(['model', 'baseline']), reason: z.string().optional() })),
});

export interface Published {
  readonly document: ForecastDocument;
  readonly release: string;
  readonly issuedAt: Instant;
  /** Of its first row: which of two issues of one instant it is. */
  readonly firstId: string | undefined;
  readonly modelRows: number;
  /** Of the model, which had everything that it counts upon. */
  readonly wholeRows: number;
  readonly rows: number;
  /** R2's own, unquoted: what a conditional put compares. */
  readonly version: string;
}

const keyOf = (model: string): string => `forecast/${model}.json`;

/** Null when nothing was published yet; `unreadable` where something is that we did not write so. */
export async function readPublished(lake: R2Bucket, model: string): Promise<Published | null | 'unreadable'> {
  const object = await lake.get(keyOf(model));
  if (!object) return null;
  const json = await object.text();
  const header = headerOf(json);
  const issuedAt = header && parseInstant(header.issued_at);
  if (!header || issuedAt === null) return 'unreadable';
  const { release, published_at, rows } = header;
  const ofModel = rows.filter(({ source }) => source === 'model');
  const counts = { modelRows: ofModel.length, wholeRows: ofModel.filter(isWhole).length, rows: rows.length };
  const document = { json, etag: object.httpEtag, publishedAt: published_at };
  return { document, release, issuedAt, firstId: rows[0]?.id, ...counts, version: object.etag };
}

function headerOf(json: string): z.infer<typeof Header> | null {
  try {
    return Header.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** Makes room for the next: nobody can be served by it. */
export const clearPublished = (lake: R2Bucket, model: string): Promise<void> => lake.delete(keyOf(model));

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
