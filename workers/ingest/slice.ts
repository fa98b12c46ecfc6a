// One slice of a run: asks the sources in order until one gives rows that can be read, then validates and loads them.
import type { Source } from '../../data/dataset.ts';
import { type Extraction, extract } from './extract.ts';
import { type Run, stepName, take } from './intake.ts';
import { stagingPrefix } from './lake.ts';
import type { Slice } from './pieces.ts';
import { vaultOf, whyLocked } from './privacy/vault.ts';
import type { Failover, Refused, SliceOutcome, StepName } from './slice-outcome.ts';

/** Of 429 and 503. */
const MAX_WAITS = 3;
const MAX_WAIT_SECONDS = 15 * 60;

export async function ingestSlice(run: Run, slice: Slice, sources: readonly Source[]): Promise<SliceOutcome> {
  const failovers: Failover[] = [];
  const refused: Refused[] = [];
  const milliseconds: Partial<Record<StepName, number>> = {};
  for (const source of sources) {
    const why = whyPassedOver(run, source);
    if (why) {
      failovers.push({ source: source.id, reason: `passed over: ${why}`, notAsked: true });
      continue;
    }
    const extraction = await extractPatiently(run, slice, source, milliseconds);
    const outcome =
      extraction.kind === 'staged'
        ? await take(run, slice, { source, staged: extraction.objects, milliseconds })
        : { why: extraction.why };
    if ('loaded' in outcome) return { window: slice, failovers, milliseconds, refused, loaded: outcome.loaded };
    if ('refused' in outcome) refused.push(outcome.refused);
    failovers.push({ source: source.id, reason: outcome.why });
    run.shell.log.warn('source failed', { run: run.order.id, source: source.id, reason: outcome.why });
  }
  return { window: slice, failovers, milliseconds, refused };
}

function whyPassedOver({ shell, definition }: Run, { secrets }: Source): string | undefined {
  const missing = secrets.find((name) => !shell.secret(name));
  return missing ? `${missing} is not set` : whyLocked(shell, definition);
}

async function extractPatiently(
  { shell, order, steps, definition }: Run,
  slice: Slice,
  source: Source,
  milliseconds: Partial<Record<StepName, number>>,
): Promise<Exclude<Extraction, { kind: 'wait' }>> {
  const name = stepName('extract', slice, source);
  const prefix = `${stagingPrefix(order.id)}${slice.label}/${source.id}/`;
  for (let waits = 0; ; waits++) {
    const done = await steps.do(waits === 0 ? name : `${name} again ${waits}`, shell.steps.asking, () =>
      extract({ ...shell, vault: vaultOf(shell, definition) }, { source, window: slice, stagingPrefix: prefix }),
    );
    milliseconds.extract = (milliseconds.extract ?? 0) + done.milliseconds;
    if (!done.ok) return { kind: 'failed', why: done.why };
    if (done.value.kind !== 'wait') return done.value;
    const { seconds, why } = done.value;
    if (waits >= MAX_WAITS || seconds > MAX_WAIT_SECONDS) return { kind: 'failed', why };
    await steps.sleep(`wait ${name} ${waits + 1}`, seconds);
  }
}
