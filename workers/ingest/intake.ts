// What a source has answered, from staged bytes to rows in Postgres: lake, parse, validate, load.
import type { DatasetDefinition, Row, Source } from '../../data/dataset.ts';
import { recordRawObject } from '../../db/queries/raw-objects.ts';
import type { Staged } from './ask.ts';
import type { FeedOfLedger } from './expected.ts';
import { commit } from './lake.ts';
import { load } from './load.ts';
import { type Look, look } from './look.ts';
import { parse } from './parse.ts';
import type { Slice } from './pieces.ts';
import { vaultOf } from './privacy/vault.ts';
import { progressOf } from './progress.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import type { Refused, SliceOutcome, StepName } from './slice-outcome.ts';
import type { Done, Steps } from './steps.ts';
import { usualBefore } from './usual.ts';
import { validate } from './validate.ts';
import { workOf } from './work.ts';

export interface Run {
  readonly shell: Shell;
  readonly order: RunOrder;
  readonly steps: Steps;
  readonly definition: DatasetDefinition;
  readonly feed: FeedOfLedger;
}

/** A reason, when this source cannot be used. */
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
): Promise<
  { readonly loaded: NonNullable<SliceOutcome['loaded']> } | { readonly why: string; readonly refused?: Refused }
> {
  const { db, lake } = shell;
  const work = workOf(lake, order.id, `${slice.label}/${source.id}`);
  const timed = async <T>(name: StepName, done: Promise<Done<T>>): Promise<Done<T>> => {
    milliseconds[name] = (milliseconds[name] ?? 0) + (await done).milliseconds;
    return done;
  };
  const step = <T extends Rpc.Serializable<T>>(name: Exclude<StepName, 'extract'>, does: () => Promise<T>) =>
    timed(name, steps.do(stepName(name, slice, source), shell.steps.storing, does));

  // A dry run leaves nothing behind: it reads what is staged, which is swept when it ends.
  const raws = order.dry
    ? asStaged(staged)
    : await step('lake', () =>
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

  const progress = progressOf(shell, order);
  const parsed = await step('parse', () =>
    parse({ lake, vault: vaultOf(shell, definition), lakeKeys, source, definition, columnsOf, work, progress }),
  );
  if (!parsed.ok) return { why: parsed.why };
  const parsing = parsed.value;
  if (parsing.kind === 'failed') return { why: parsing.why };

  const validation = await step('validate', async () =>
    validate({
      definition,
      feed,
      window: slice,
      fetchedAt: Math.max(...staged.map(({ fetchedAt }) => fetchedAt)),
      work,
      chunkCount: parsing.chunks,
      parsedRejectObjects: parsing.rejectObjects,
      usual: await usualBefore(db, definition, feed, slice),
    }),
  );
  if (!validation.ok) return { why: validation.why };

  const loading = await step(
    'load',
    async (): Promise<Look> =>
      order.dry
        ? look({
            db,
            definition,
            fetchedAts: staged.map(({ fetchedAt }) => fetchedAt),
            chunks: validation.value.chunks,
            work,
          })
        : {
            changes: [],
            counts: await load({
              db,
              run: order.id,
              definition,
              raws: raws.value,
              chunks: validation.value.chunks,
              rejectObjects: { parsed: parsing.rejectObjects, checked: validation.value.rejectObjects },
              work,
              rows: parsing.rows - validation.value.rejects,
              progress,
            }),
          },
  );
  if (!loading.ok) return { why: loading.why };
  const { rejects, reasons } = validation.value;
  const refused = { rows: parsing.rejects + rejects, reasons };
  // Its rejects are kept by now: whoever asks why finds them.
  if (refused.rows > 0 && parsing.rows === rejects) return { why: noneAccepted(refused), refused };
  return {
    loaded: {
      source: source.id,
      lakeKeys,
      rows: parsing.rows,
      rejects: parsing.rejects,
      warnings: parsing.warnings,
      validation: { ...validation.value, cleaned: [...parsing.cleaned, ...validation.value.cleaned] },
      ...loading.value,
    },
  };
}

const asStaged = (staged: readonly Staged[]) => ({
  ok: true as const,
  value: staged.map(({ key, fetchedAt }) => ({ id: Number.NaN, lakeKey: key, fetchedAt })),
});

function noneAccepted({ rows, reasons }: Refused): string {
  const [first] = Object.entries(reasons);
  return `none of ${rows} rows could be accepted${first ? `, ${first[1].rows} of them because ${first[0]}` : ''}`;
}

export const stepName = (name: StepName, { label }: Slice, source: Source): string =>
  [name, label, source.id].filter(Boolean).join(' ');
