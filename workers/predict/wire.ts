// An answer as text: one JSON document, or a line for each row as they are computed. Never decides what an answer is.
import { formatInstant } from '../../data/time.ts';
import type { PredictedRow, UnansweredRow } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { Answered, Answering } from './prediction.ts';

/** Whole or not at all: a row without a number makes it fail, with the pointer to that row. */
export async function documentOf(answering: Answering, requestId: string): Promise<Result<string>> {
  const { model, release, issuedAt, simulated, rowCount } = answering;
  const answered = await answering.rows(0, rowCount);
  const rows: PredictedRow[] = [];
  for (const { row } of answered) {
    if (row.source === 'none') return fail(answering.failureOf(row, rows.length));
    rows.push(row);
  }
  const text = JSON.stringify({
    model: model.id,
    release: release.id,
    request_id: requestId,
    ...(issuedAt !== undefined && { issued_at: formatInstant(issuedAt) }),
    simulated,
    heads: model.heads,
    rows,
  });
  answering.told(answered, 0);
  return ok(text);
}

/** Few enough that the first line leaves at once, enough that asking the graph is worth it. */
const ROWS_AT_ONCE = 250;

/** The first rows are computed before anything is said: where none of them has a number, the question fails as a whole. Later ones say for themselves that they have none. */
export async function linesOf(answering: Answering): Promise<Result<ReadableStream<Uint8Array>>> {
  const { rowCount } = answering;
  const some = await answering.rows(0, ROWS_AT_ONCE);
  const lost = some.findIndex(({ row }) => row.source === 'none');
  const row = some[lost]?.row;
  if (row?.source === 'none' && some.every((one) => one.row.source === 'none')) {
    return fail(answering.failureOf(row, lost));
  }
  const line = lineOf(answering);
  const encoder = new TextEncoder();
  let said: { readonly rows: readonly Answered[]; readonly first: number } | null = null;
  const body = new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      let next = { rows: some, first: 0 };
      if (said) {
        answering.told(said.rows, said.first);
        const first = said.first + said.rows.length;
        if (first >= rowCount) return controller.close();
        // What was computed leaves while this isolate does something else.
        await new Promise((resolve) => setTimeout(resolve));
        next = { rows: await answering.rows(first, ROWS_AT_ONCE), first };
      }
      controller.enqueue(encoder.encode(next.rows.map((one) => line(one.row)).join('')));
      said = next;
    },
    cancel() {
      // Who hangs up after the last row has it; a row that is kept and was not read harms nobody.
      if (said) answering.told(said.rows, said.first);
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
