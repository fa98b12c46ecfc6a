// What came of a run, for people: a screenful at most, and where the rest stands. Never asks anything.
import { z } from 'zod';
import type { Run } from './watch.ts';

/** What of a quality report the command line shows. */
export const Report = z.object({
  grade: z.string(),
  rows: z.object({ duplicates: z.number() }),
  warnings: z.array(z.object({ text: z.string(), times: z.number() })),
  rejected: z.array(z.object({ reason: z.string(), rows: z.number(), where: z.array(z.string()) })),
});
export type Report = z.infer<typeof Report>;
export interface Ended extends Run {
  readonly report?: Report | undefined;
  /** The file had come before: this is the run of that time. */
  readonly alreadySent?: boolean | undefined;
}

/** Of all runs together: a terminal has 24 lines. */
const CHANGES_SHOWN = 12;
const REASONS_SHOWN = 5;
const COLUMNS_SHOWN = 3;
const WIDTH = 120;

const OUTRANKED = '  outranked: a better quality stands; --quality says what the rows of a file claim';

export function summary(runs: readonly Ended[], { url }: { readonly url: string }): string {
  const most = Math.max(
    2,
    Math.floor(CHANGES_SHOWN / Math.max(1, runs.filter(({ changes }) => changes?.length).length)),
  );
  const hasMore = runs.some((run) => run.dry && changeCount(run) > Math.min(most, run.changes?.length ?? 0));
  return [
    ...runs.flatMap((run) => (isEmptyReplay(run) ? [nothingIn(run)] : [...linesOf(run, most), ...moreOf(run, url)])),
    ...(hasMore ? ['--out <file> keeps the changes that the runs name, 40 each at most'] : []),
  ].join('\n');
}

/** It succeeds, for there was nothing to do wrong: a grade of that would say nothing. */
const isEmptyReplay = ({ trigger, status, rows }: Run): boolean =>
  trigger === 'replay' && status === 'succeeded' && Object.values(rows).every((count) => count === 0);

const nothingIn = ({ id, from, to }: Run): string =>
  `nothing to replay: the lake holds no row of this dataset from ${from} to ${to} (${id})`;

function linesOf(run: Ended, most: number): readonly string[] {
  const { id, dry, status, reason, rows, report, alreadySent } = run;
  const head = status === 'failed' ? `failed ${id}: ${reason}` : `${status} ${id}`;
  const before = alreadySent ? ['already sent: nothing was loaded now, this is what came of it then'] : [];
  // Of keys that came twice the run itself says nothing.
  const repeated = report?.rows.duplicates ? { duplicates: report.rows.duplicates } : {};
  const counts = Object.entries({ ...rows, ...repeated })
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
  return [
    ...before,
    head,
    dry ? `  nothing was written; would be: ${counts}` : `  ${counts}`,
    ...(rows.outranked > 0 && run.trigger === 'upload' ? [OUTRANKED] : []),
    ...changesOf(run, most),
    ...first(report?.warnings ?? [], 'warnings', ({ text, times }) => `  warning, ${times} ×: ${text}`),
    ...first(report?.rejected ?? [], 'reasons', (reject) => rejectLine(run, reject)),
  ];
}

/** One alone is told in full, with the value that was got. */
function rejectLine({ rejects = [] }: Run, { reason, rows, where }: Report['rejected'][number]): string {
  const alone = rows === 1 ? rejects.find((reject) => reject.where === where[0]) : undefined;
  const places = where.length > 0 ? ` (${where.slice(0, 3).join(', ')})` : '';
  return `  rejected, ${rows} ×: ${alone?.reason ?? reason}${places}`;
}

/** Only where there is more to read than stands here. */
function moreOf({ id, dataset, dry, rows, report }: Ended, url: string): readonly string[] {
  if (!report) return [];
  const rejects = rows.rejected > 0 && !dry ? [`  each reject: GET /v1/runs/${id}`] : [];
  return [...rejects, `  report, grade ${report.grade}: ${url}/quality, or GET /v1/datasets/${dataset}/quality/${id}`];
}

function first<Item>(items: readonly Item[], what: string, lineOf: (item: Item) => string): readonly string[] {
  const shown = items.slice(0, REASONS_SHOWN).map((item) => shortened(lineOf(item)));
  return items.length > REASONS_SHOWN ? [...shown, `  and ${items.length - REASONS_SHOWN} more ${what}`] : shown;
}

const changeCount = ({ rows }: Run): number => rows.inserted + rows.updated;

function changesOf(run: Run, most: number): readonly string[] {
  if (!run.dry) return [];
  const shown = (run.changes ?? []).slice(0, most);
  const keys = shown.map(({ key }) => key.map(keyText));
  const widths = (keys[0] ?? []).map((_, column) => Math.max(...keys.map((key) => key[column]?.length ?? 0)));
  const lines = shown.map(({ old, new: brought }, i) => {
    const key = (keys[i] ?? []).map((part, column) => part.padEnd(widths[column] ?? 0)).join('  ');
    return shortened(`  ${old ? 'change' : 'insert'}  ${key}  ${difference(old, brought)}`);
  });
  const rest = changeCount(run) - shown.length;
  return rest > 0 && shown.length > 0 ? [...lines, `  and ${rest.toLocaleString('en')} more`] : lines;
}

/** Instants come as milliseconds. */
const keyText = (value: string): string =>
  /^-?\d{11,14}$/.test(value) ? new Date(Number(value)).toISOString().replace('.000Z', 'Z') : value;

type Values = NonNullable<Run['changes']>[number]['new'];

function difference(old: Values | null, brought: Values): string {
  const names = Object.keys(brought).filter((name) => old?.[name] !== brought[name]);
  if (names.length === 0) return 'the same values, of better quality';
  const shown = names
    .slice(0, COLUMNS_SHOWN)
    .map((name) => (old ? `${name} ${old[name] ?? 'nothing'} -> ${brought[name]}` : `${name} ${brought[name]}`))
    .join(', ');
  return names.length > COLUMNS_SHOWN ? `${shown} and ${names.length - COLUMNS_SHOWN} more` : shown;
}

const shortened = (line: string): string => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line);
