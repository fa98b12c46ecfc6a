// What a replay has built takes the place of the facts, piece by piece. Never reads a raw object.
import { DAY, formatInstant, slices, type TimeWindow } from '../../data/time.ts';
import { rowsByDay, type Settlement, settle } from '../../db/queries/replays.ts';
import type { Replay, Step } from './replay.ts';
import { piecesOf } from './replay-pieces.ts';

/** Of days whose rows are counted in one statement. */
const COUNTED_AT_ONCE = 366 * DAY;

/**
 * Each piece is one transaction, in which loads of the dataset wait: until the last is done, readers see whole days as they are
 * now beside whole days as they were. Stops at the first piece that finds new raw objects: what came before it is right
 * already, and stays so.
 */
export async function settledPieces(
  { shell, order, definition }: Replay,
  { newest, round, step }: { readonly newest: number; readonly round: number; readonly step: Step },
): Promise<Settlement | { readonly why: string } | { readonly isBehind: true }> {
  const { db } = shell;
  const dry = order.dry ?? false;
  let total: Settlement = { inserted: 0, updated: 0, restamped: 0, removed: 0, unchanged: 0, revisions: 0 };
  for (const [index, slice] of slices(order, COUNTED_AT_ONCE).entries()) {
    const counted = await step('load', `count ${round} ${index}`, async () =>
      definition.timeColumn === undefined ? [slice] : piecesOf(slice, await rowsByDay(db, definition, slice)),
    );
    if (!counted.ok) return { why: counted.why };
    for (const [part, piece] of counted.value.entries()) {
      const done = await step('load', `settle ${round} ${index} ${part}`, async () => ({
        ...(await settle(db, definition, { run: order.id, window: piece, newest, dry })),
      }));
      if (!done.ok) return { why: done.why };
      const { refusal, ...settlement } = done.value;
      if (refusal === 'behind') return { isBehind: true };
      if (refusal !== null) return { why: whyRefused(refusal, piece, definition.timeColumn !== undefined) };
      total = sum(total, settlement);
    }
    // All of it is one piece.
    if (definition.timeColumn === undefined) break;
  }
  return total;
}

function whyRefused(refusal: 'gone' | 'empty', { from, to }: TimeWindow, hasTime: boolean): string {
  switch (refusal) {
    case 'gone':
      return 'what the replay had built is gone, as after a crash of Postgres or a migration: start it again';
    case 'empty':
      return (
        `nothing was built${hasTime ? ` for ${formatInstant(from)} to ${formatInstant(to)}` : ''}, though rows stand there and raw objects ` +
        'were loaded: they were left alone. Look at the raw objects and their parser; if nothing should be left, the owner of the database deletes these rows'
      );
  }
}

const sum = (a: Settlement, b: Settlement): Settlement => ({
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  restamped: a.restamped + b.restamped,
  removed: a.removed + b.removed,
  unchanged: a.unchanged + b.unchanged,
  revisions: a.revisions + b.revisions,
});
