// A run from its first slice to its report: what the Workflow executes. Everything outside a step must come out the same when it is replayed.
import type { WorkflowStep } from 'cloudflare:workers';
import { formatInstant } from '../../data/time.ts';
import { pushesOf } from '../../db/queries/pushes.ts';
import { finishRun } from '../../db/queries/runs.ts';
import { setApart } from './apart.ts';
import { datasetOf, feedOf } from './catalogue.ts';
import { discard } from './inbox.ts';
import { deletePrefix, stagingPrefix, workPrefix } from './lake.ts';
import { shown } from './look.ts';
import { slicesOf } from './pieces.ts';
import { ingestPushes } from './push-slice.ts';
import { ingestReplay } from './replay.ts';
import { qualityReport } from './report.ts';
import { rowsOf } from './report-sums.ts';
import { PUSH_FEED, REPLAY_FEED, type RunOrder, UPLOAD_FEED } from './run-order.ts';
import type { Shell } from './shell.ts';
import { ingestSlice } from './slice.ts';
import type { SliceOutcome } from './slice-outcome.ts';
import { type Steps, stepsOf } from './steps.ts';
import { surroundings } from './surroundings.ts';
import { discardUpload, ingestUpload } from './upload-slice.ts';

export async function ingestion(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  order: RunOrder,
  step: WorkflowStep,
): Promise<void> {
  const steps = stepsOf(shell, order, step);
  const slices = await outcomes(shell, order, steps);
  const failed = slices.find(({ loaded }) => !loaded);
  const reported = await steps.do('report', shell.steps.storing, async () => {
    const definition = datasetOf(order.dataset);
    const report = qualityReport(order, definition, slices, await surroundings(shell, order, definition));
    // Before the end, not after: nobody looks at a run again that has ended.
    await deletePrefix(shell.lake, workPrefix(order.id));
    await deletePrefix(shell.lake, stagingPrefix(order.id));
    if (failed) await setApart(shell, workflow, order);
    const { extracted, inserted, updated, unchanged, outranked, rejected } = report.rows;
    await finishRun(shell.db, order.id, {
      ...(failed ? { status: 'failed', reason: reasonOf(order, failed) } : { status: 'succeeded' }),
      counts: { extracted, inserted, updated, unchanged, outranked, rejected },
      report: order.dry ? { ...report, changes: shown(slices.flatMap(({ loaded }) => loaded?.changes ?? [])) } : report,
      finishedAt: shell.clock(),
    });
    // After the end, not before: a run that could not write it down starts anew, and reads them again.
    if (!failed && order.feed === PUSH_FEED) await discardPushes(shell, order);
    if (order.feed === UPLOAD_FEED) await discardUpload(shell, order);
    shell.log[failed ? 'error' : 'info'](failed ? 'run failed' : 'run succeeded', {
      run: order.id,
      dataset: order.dataset,
      feed: order.feed,
      ...report.rows,
      ...(failed && { reason: reasonOf(order, failed) }),
    });
    return null;
  });
  if (reported.ok) return;
  // Else the tick would start it again, all day long, to fail in the same place.
  const ended = await steps.do('end', shell.steps.storing, async () => {
    if (failed) await setApart(shell, workflow, order);
    const why = `its report could not be kept: ${reported.why}`;
    await finishRun(shell.db, order.id, {
      status: 'failed',
      reason: failed ? `${reasonOf(order, failed)}; ${why}` : why,
      counts: rowsOf(
        slices.flatMap(({ loaded }) => loaded ?? []),
        slices.flatMap(({ refused }) => refused ?? []),
      ),
      report: null,
      finishedAt: shell.clock(),
    });
    return null;
  });
  if (!ended.ok) throw new Error(`run ${order.id}: its end could not be written down: ${ended.why}`);
}

async function discardPushes({ db, lake, log }: Shell, { id }: RunOrder): Promise<void> {
  const pushes = await pushesOf(db, id);
  await discard(
    lake,
    log,
    pushes.map(({ lakeKey }) => lakeKey),
  );
}

async function outcomes(shell: Shell, order: RunOrder, steps: Steps): Promise<readonly SliceOutcome[]> {
  const definition = datasetOf(order.dataset);
  if (definition && order.feed === PUSH_FEED) return [await ingestPushes({ shell, order, steps, definition })];
  if (definition && order.feed === UPLOAD_FEED) return [await ingestUpload({ shell, order, steps, definition })];
  if (definition && order.feed === REPLAY_FEED) return [await ingestReplay({ shell, order, steps, definition })];
  const feed = definition && feedOf(definition, order.feed);
  if (!feed) {
    // A run may be older than the program that executes it.
    const reason = `${order.dataset} has no such feed any more`;
    return [{ window: order, failovers: [{ source: order.feed, reason }], milliseconds: {} }];
  }
  const done: SliceOutcome[] = [];
  let sources = feed.alternatives;
  for (const slice of slicesOf(feed, order)) {
    const outcome = await ingestSlice({ shell, order, steps, definition, feed }, slice, sources);
    done.push(outcome);
    // What is loaded stays; asking for the rest of the window again costs nothing but time.
    if (!outcome.loaded) break;
    // A source that has just failed is asked last from now on.
    const failed = new Set(outcome.failovers.map(({ source }) => source));
    sources = [...sources.filter(({ id }) => !failed.has(id)), ...sources.filter(({ id }) => failed.has(id))];
  }
  return done;
}

const MAX_REASON_CHARACTERS = 2_000;

function reasonOf({ feed }: RunOrder, { window, failovers }: SliceOutcome): string {
  // A file has no window, and no other source to ask.
  if (feed === UPLOAD_FEED) return shortened(failovers.map(({ reason }) => reason).join('; '));
  const asked = failovers.map(({ source, reason }) => `${source}: ${reason}`).join('; ');
  return shortened(`${formatInstant(window.from)} to ${formatInstant(window.to)}: ${asked || 'no source to ask'}`);
}

const shortened = (text: string): string =>
  text.length > MAX_REASON_CHARACTERS ? `${text.slice(0, MAX_REASON_CHARACTERS)}…` : text;
