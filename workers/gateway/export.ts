// A long answer as a stream: one page of rows in memory at a time, the next one read when the last one is on its way. Ends exactly once.
import type { RowPage, ServedRow } from '../../db/queries/read-rows.ts';
import type { Result } from '../mesh/result.ts';

export interface Export {
  readonly body: ReadableStream<Uint8Array>;
  /** Settles when the last byte was taken, when reading failed, or when whoever read it left. */
  readonly over: Promise<void>;
}

/** A page that cannot be read breaks the stream off: a truncated transfer must not look like a whole one. */
export function exportOf({
  first,
  more,
  head,
  line,
  broken,
}: {
  readonly first: RowPage;
  readonly more: (cursor: string) => Promise<Result<RowPage>>;
  /** What stands before the rows. */
  readonly head: string;
  readonly line: (row: ServedRow) => string;
  readonly broken: (error: unknown) => void;
}): Export {
  const encoder = new TextEncoder();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  let page: RowPage | null = first;
  let before = head;
  async function following(cursor: string): Promise<RowPage> {
    const next = await more(cursor);
    if (next.ok) return next.value;
    throw new Error(`our own cursor ${cursor} was refused: ${next.failure.reason}`);
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (page) {
          controller.enqueue(encoder.encode(before + page.rows.map(line).join('')));
          before = '';
          page = page.next === null ? null : await following(page.next);
        }
        if (page) return;
        controller.close();
        end();
      } catch (error) {
        broken(error);
        controller.error(error);
        end();
      }
    },
    cancel: end,
  });
  return { body, over };
}
