// One slice of a run: asks the sources in order until one gives rows that can be read, then validates and loads them.
import type { DatasetDefinition, Row, Source } from '../../data/dataset.ts';
import { recordRawObject } from '../../db/queries/raw-objects.ts';
import type { Staged } from './ask.ts';
import { type Extraction, extract } from './extract.ts';
import { commit, stagingPrefix } from './lake.ts';
import type { FeedOfLedger } from './ledger.ts';
import { load } from './load.ts';
import { parse } from './parse.ts';
import type { Slice } from './pieces.ts';
import type { Failover, SliceOutcome, StepName } from './report.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import type { Done, Steps } from './steps.ts';
import { validate } from './validate.ts';
import { workOf } from './work.ts';

export interface Run {
  readonly shell: Shell;
  readonly order: RunOrder;
  readonly steps: Steps;
  readonly definition: DatasetDefinition;
  readonly feed: FeedOfLedger;
}

/** Of 429 and 503. */
const MAX_WAITS = 3;
const MAX_WAIT_SECONDS = 15 * 60;

export async function ingestSlice(run: Run, slice: Slice, sources: readonly Source[]): Promise<SliceOutcome> {
  const failovers: Failover[] = [];
  const milliseconds: Partial<Record<StepName, number>> = {};
  for (const source of sources) {
    const missing = source.secrets.find((name) => !run.shell.secret(name));
    if (missing) {
      failovers.push({ source: source.id, reason: `passed over: ${missing} is not set` });
      continue;
    }
    const extraction = await extractPatiently(run, slice, source, milliseconds);
    const outcome =
      extraction.kind === 'staged'
        ? await take(run, slice, { source, staged: extraction.objects, milliseconds })
        : { why: extraction.why };
    if ('loaded' in outcome) return { window: slice, failovers, milliseconds, loaded: outcome.loaded };
    failovers.push({ source: source.id, reason: outcome.why });
    run.shell.log.warn('source failed', { run: run.order.id, source: source.id, reason: outcome.why });
  }
  return { window: slice, failovers, milliseconds };
}

async function extractPatiently(
  { shell, order, steps }: Run,
  slice: Slice,
  source: Source,
  milliseconds: Partial<Record<StepName, number>>,
): Promise<Exclude<Extraction, { kind: 'wait' }>> {
  const name = stepName('extract', slice, source);
  const prefix = `${stagingPrefix(order.id)}${slice.label}/${source.id}/`;
  for (let waits = 0; ; waits++) {
    const done = await steps.do(waits === 0 ? name : `${name} again ${waits}`, shell.steps.asking, () =>
      extract(shell, { source, window: slice, stagingPrefix: prefix }),
    );
    milliseconds.extract = (milliseconds.extract ?? 0) + done.milliseconds;
    if (!done.ok) return { kind: 'failed', why: done.why };
    if (done.value.kind !== 'wait') return done.value;
    const { seconds, why } = done.value;
    if (waits >= MAX_WAITS || seconds > MAX_WAIT_SECONDS) return { kind: 'failed', why };
    await steps.sleep(`wait ${name} ${waits + 1}`, seconds);
  }
}

/** From staged bytes to rows in Postgres. A reason, when this source cannot be used. */
export async function take(
  { shell, order, steps, definition, feed }: Run,
  slice: Slice,
  {
    source,
    staged,
    milliseconds,
    columnsOf = () => feed.columns,
  }: {
    readonly source: Source;
    readonly staged: readonly Staged[];
    readonly milliseconds: Partial<Record<StepName, number>>;
    readonly columnsOf?: (row: Row) => readonly string[];
  },
): Promise<{ readonly loaded: NonNullable<SliceOutcome['loaded']> } | { readonly why: string }> {
  const { db, lake } = shell;
  const work = workOf(lake, order.id, `${slice.label}/${source.id}`);
  const timed = async <T>(name: StepName, done: Promise<Done<T>>): Promise<Done<T>> => {
    milliseconds[name] = (milliseconds[name] ?? 0) + (await done).milliseconds;
    return done;
  };
  const step = <T extends Rpc.Serializable<T>>(name: Exclude<StepName, 'extract'>, does: () => Promise<T>) =>
    timed(name, steps.do(stepName(name, slice, source), shell.steps.storing, does));

  const raws = await step('lake', () =>
    Promise.all(
      staged.map(async ({ key, sha256, bytes, fetchedAt }) => {
        const raw = { run: order.id, dataset: definition.id, source: source.id, sha256, bytes, fetchedAt };
        const simulated = shell.simulator !== null;
        const lakeKey = await commit(lake, key, { ...raw, simulated });
        const id = await recordRawObject(db, { ...raw, feed: order.feed, lakeKey, simulated });
        return { id, lakeKey, fetchedAt };
      }),
    ),
  );
  if (!raws.ok) return { why: raws.why };
  const lakeKeys = raws.value.map(({ lakeKey }) => lakeKey);

  const parsed = await step('parse', () => parse({ lake, lakeKeys, source, definition, columnsOf, work }));
  if (!parsed.ok) return { why: parsed.why };
  const parsing = parsed.value;
  if (parsing.kind === 'failed') return { why: parsing.why };

  const validation = await step('validate', () =>
    validate({
      definition,
      feed,
      window: slice,
      fetchedAt: Math.max(...staged.map(({ fetchedAt }) => fetchedAt)),
      work,
      chunkCount: parsing.chunks,
      parsedRejectObjects: parsing.rejectObjects,
    }),
  );
  if (!validation.ok) return { why: validation.why };

  const loading = await step('load', () =>
    load({
      db,
      run: order.id,
      definition,
      raws: raws.value,
      chunks: validation.value.chunks,
      rejectObjects: { parsed: parsing.rejectObjects, checked: validation.value.rejectObjects },
      work,
    }),
  );
  if (!loading.ok) return { why: loading.why };
  return {
    loaded: {
      source: source.id,
      lakeKeys,
      rows: parsing.rows,
      rejects: parsing.rejects,
      validation: validation.value,
      counts: loading.value,
    },
  };
}

const stepName = (name: StepName, { label }: Slice, source: Source): string =>
  [name, label, source.id].filter(Boolean).join(' ');
