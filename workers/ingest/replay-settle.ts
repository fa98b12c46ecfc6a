// What a replay has built takes the place of the facts, piece by piece. Never reads a raw object.
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import { rowsByDay, type Settlement, settle } from '../../db/queries/replays.ts';
import type { Replay, Step } from './replay.ts';
import { countedAtOnce, piecesOf } from './replay-pieces.ts';

/** How far a replay has come. */
export interface Settled {
  readonly until: Instant;
  readonly counts: Settlement;
}

export const nothingSettled = ({ from }: TimeWindow): Settled => ({
  until: from,
  counts: { inserted: 0, updated: 0, restamped: 0, removed: 0, unchanged: 0, revisions: 0 },
});

/**
 * Each piece is one transaction, in which loads of the dataset wait: until the last is done, readers see whole days as they are
 * now beside whole days as they were. Stops at the first piece that finds new raw objects, and goes on there in the next round.
 *
 * A piece that is settled is left alone from then on, even if a new object has rows for it. No row of that object was loaded before
 * the piece was settled: an object is recorded before it is loaded, and a piece is settled only while none is unread, under the lock
 * that loads take. So its own load finds what the replay has built, as after a replay that has ended; and what a load does to a row
 * follows from that row and from when both were fetched, so that it is what building the object does. An object whose load never
 * comes is left to the next replay.
 */
export async function settledPieces(
  { shell, order, definition }: Replay,
  {
    newest,
    round,
    settled: { until, counts },
    step,
  }: { readonly newest: number; readonly round: number; readonly settled: Settled; readonly step: Step },
): Promise<(Settled & { readonly isBehind: boolean }) | { readonly why: string }> {
  const { db } = shell;
  const dry = order.dry ?? false;
  let total = counts;
  for (const [index, slice] of countedAtOnce({ from: until, to: order.to }).entries()) {
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
      if (refusal === 'behind') return { until: piece.from, counts: total, isBehind: true };
      if (refusal !== null) return { why: whyRefused(refusal, piece, definition.timeColumn !== undefined) };
      total = sum(total, settlement);
    }
    // All of it is one piece.
    if (definition.timeColumn === undefined) break;
  }
  return { until: order.to, counts: total, isBehind: false };
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
