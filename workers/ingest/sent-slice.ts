// A run over what people sent: gathered into one raw object, it is taken as an answer is. Nothing is expected of it: whoever sends decides what.
import type { Row, Source } from '../../data/dataset.ts';
import type { Staged } from './ask.ts';
import { type Run, take } from './intake.ts';
import type { SliceOutcome, StepName } from './slice-outcome.ts';

export type SentRun = Omit<Run, 'feed'>;

export async function ingestSent<Gathered extends Rpc.Serializable<Gathered> & { readonly staged: Staged }>(
  { shell, order, steps, definition }: SentRun,
  {
    gather,
    sourceOf,
    columnsOf,
  }: {
    readonly gather: () => Promise<Gathered>;
    readonly sourceOf: (gathered: Gathered) => Source;
    readonly columnsOf: (row: Row) => readonly string[];
  },
): Promise<SliceOutcome> {
  const window = { from: order.from, to: order.to };
  const milliseconds: Partial<Record<StepName, number>> = {};
  const gathered = await steps.do('extract', shell.steps.storing, gather);
  milliseconds.extract = gathered.milliseconds;
  const outcome = gathered.ok
    ? await take(
        { shell, order, steps, definition, feed: { columns: [], window: 0 } },
        { ...window, label: '' },
        { source: sourceOf(gathered.value), staged: [gathered.value.staged], milliseconds, columnsOf },
      )
    : { why: gathered.why };
  if ('loaded' in outcome) return { window, failovers: [], milliseconds, loaded: outcome.loaded };
  const refused = 'refused' in outcome ? [outcome.refused] : [];
  return { window, failovers: [{ source: order.feed, reason: outcome.why }], milliseconds, refused };
}
