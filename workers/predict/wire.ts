// An answer as text: one JSON document, or a line for each row as they are computed. Never decides what an answer is.
import { formatInstant } from '../../data/time.ts';
import type { PredictedRow, UnansweredRow } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { Answered, Answering } from './prediction.ts';

/** Whole or not at all: a row without a number makes it fail, with the pointer to that row. */
export async function documentOf(answering: Answering, requestId: string): Promise<Result<string>> {
  const { model, release, issuedAt, simulated } = answering;
  const rows: PredictedRow[] = [];
  for await (const some of answering.rows(Number.POSITIVE_INFINITY)) {
    for (const { row } of some) {
      if (row.source === 'none') return fail(answering.failureOf(row, rows.length));
      rows.push(row);
    }
  }
  return ok(
    JSON.stringify({
      model: model.id,
      release: release.id,
      request_id: requestId,
      ...(issuedAt !== undefined && { issued_at: formatInstant(issuedAt) }),
      simulated,
      heads: model.heads,
      rows,
    }),
  );
}

/** Few enough that the first line leaves at once, enough that asking the graph is worth it. */
const ROWS_AT_ONCE = 250;

/** The first rows are computed before anything is said: where none of them has a number, the question fails as a whole. Later ones say for themselves that they have none. */
export async function linesOf(answering: Answering): Promise<Result<ReadableStream<Uint8Array>>> {
  const chunks = answering.rows(ROWS_AT_ONCE);
  const first = await chunks.next();
  const some = first.done ? [] : first.value;
  const lost = some.findIndex(({ row }) => row.source === 'none');
  const row = some[lost]?.row;
  if (row?.source === 'none' && some.every((one) => one.row.source === 'none')) {
    return fail(answering.failureOf(row, lost));
  }
  const line = lineOf(answering);
  const encoder = new TextEncoder();
  let ready: readonly Answered[] | null = some;
  const body = new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      if (!ready) {
        // What was computed leaves while this isolate does something else.
        await new Promise((resolve) => setTimeout(resolve));
        const { done, value } = await chunks.next();
        if (done) return controller.close();
        ready = value;
      }
      controller.enqueue(encoder.encode(ready.map((one) => line(one.row)).join('')));
      ready = null;
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return ok(body);
}

/** Each line says all that the document says once, but for what its heads mean: a line may be kept by itself. */
function lineOf({ release, issuedAt, simulated }: Answering): (row: PredictedRow | UnansweredRow) => string {
  const shared = {
    release: release.id,
    ...(issuedAt !== undefined && { issued_at: formatInstant(issuedAt) }),
    simulated,
  };
  return (row) => `${JSON.stringify({ ...shared, ...row })}\n`;
}
