// What clients were told, beside what stands of it in Postgres: every row of those requests and of those issues, whatever its id. Reads, as the owner.
import pg from 'pg';
import { formatInstant } from '../../data/time.ts';
import { type Kept, keptOf } from './kept-once.ts';
import { type Answered, SERIES } from './questions.ts';
import { placeInForecast, placeInRequest } from './told-rows.ts';

export async function answersKept(ownerUrl: string, answers: readonly Answered[]): Promise<Kept> {
  const good = answers.filter(({ status }) => status === 200);
  const requests = good.filter(({ question }) => question !== 'forecast').map(({ requestId }) => requestId);
  const issues = good.filter(({ question }) => question === 'forecast').map(({ issuedAt }) => issuedAt);
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const onDemand = await client.query<{ id: string; request_id: string; row: number }>(
      'SELECT id, request_id, "row" FROM answer WHERE request_id = ANY($1::text[])',
      [[...new Set(requests)]],
    );
    const scheduled = await client.query<{ id: string; issued_at: Date; entity: string; valid_at: Date }>(
      "SELECT id, issued_at, entity, valid_at FROM prediction WHERE model = $1 AND issued_at = ANY($2::timestamptz[]) AND role <> 'shadow'",
      [SERIES.id, [...new Set(issues)]],
    );
    const text = (at: Date) => formatInstant(at.getTime());
    return keptOf(good, [
      ...onDemand.rows.map(({ id, request_id, row }) => ({ id, place: placeInRequest(request_id, row) })),
      ...scheduled.rows.map(({ id, issued_at, entity, valid_at }) => ({
        id,
        place: placeInForecast(text(issued_at), entity, text(valid_at)),
      })),
    ]);
  } finally {
    await client.end();
  }
}
