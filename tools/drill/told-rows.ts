// What an answer says, and which rows it tells: each under its id, and at its place, which is the same however often it is stored. Pure.
import { z } from 'zod';

const Row = z.object({
  id: z.string().optional(),
  entity: z.string().optional(),
  valid_at: z.string().optional(),
  source: z.string().optional(),
  reason: z.string().optional(),
});
/** What any of the four questions is answered: rows and a release, tensors and a version, or what is wrong. */
export const Said = z.object({
  release: z.string().optional(),
  model_version: z.string().optional(),
  issued_at: z.string().optional(),
  rows: z.array(Row).optional(),
  /** Of an inference: a text, the ids by commas, nothing between two where a row has no number. */
  parameters: z.object({ prediction_ids: z.string().optional() }).optional(),
  detail: z.string().optional(),
});
export type Said = z.infer<typeof Said>;

export interface PlacedRow {
  readonly id: string;
  readonly place: string;
}

export const placeInRequest = (requestId: string, row: number): string => `${requestId} ${row}`;
export const placeInForecast = (issuedAt: string, entity: string, validAt: string): string =>
  `${issuedAt} ${entity} ${validAt}`;

export function rowsOfRequest({ rows = [], parameters }: Said, requestId: string): PlacedRow[] {
  const ids = parameters?.prediction_ids?.split(',') ?? rows.map(({ id }) => id);
  return ids.flatMap((id, row) => (id ? [{ id, place: placeInRequest(requestId, row) }] : []));
}

export function rowsOfForecast({ rows = [], issued_at: issuedAt = '' }: Said): PlacedRow[] {
  return rows.flatMap(({ id, entity = '', valid_at: validAt = '' }) =>
    id ? [{ id, place: placeInForecast(issuedAt, entity, validAt) }] : [],
  );
}
