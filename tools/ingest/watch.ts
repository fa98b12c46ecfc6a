// Runs on their way to their end, each with its step, its progress and its pace. A mesh that restarts meanwhile is waited for.
import { z } from 'zod';
import { type Client, Refused } from './client.ts';
import { amount, bar, type Line, rateOf } from './line.ts';

const Value = z.union([z.string(), z.number(), z.boolean()]);
const Values = z.record(z.string(), Value);
export const Run = z.object({
  id: z.string(),
  dataset: z.string(),
  feed: z.string(),
  trigger: z.string(),
  dry: z.boolean(),
  from: z.string(),
  to: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
  step: z.string().optional(),
  progress: z.object({ unit: z.string(), done: z.number(), total: z.number() }).optional(),
  reason: z.string().optional(),
  rows: z.object({
    extracted: z.number(),
    inserted: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    outranked: z.number(),
    rejected: z.number(),
  }),
  changes: z.array(z.object({ key: z.array(z.string()), old: Values.nullable(), new: Values })).optional(),
  rejects: z.array(z.object({ where: z.string(), reason: z.string(), fragment: z.string() })).optional(),
});
export type Run = z.infer<typeof Run>;

const LOOK_EVERY_MS = 250;
/** The mesh may restart while a run is under way. */
const PATIENCE_MS = 60_000;

export async function watched(ids: readonly string[], call: Client, line: Line): Promise<readonly Run[]> {
  const ended = new Map<string, Run>();
  const rates = new Map<string, ReturnType<typeof rateOf>>();
  let lastAnswer = performance.now();
  while (ended.size < ids.length) {
    const current = ids.find((id) => !ended.has(id)) ?? '';
    try {
      const run = Run.parse(await call(`/v1/runs/${current}`));
      lastAnswer = performance.now();
      if (run.status === 'succeeded' || run.status === 'failed') ended.set(current, run);
      const rate = rates.get(current) ?? rateOf();
      rates.set(current, rate);
      line.show(progressLine(run, rate, { done: ended.size, of: ids.length }));
      if (ended.has(current)) continue;
    } catch (error) {
      const isPassing = !(error instanceof Refused) || error.status === 429 || error.status >= 500;
      if (!isPassing || performance.now() - lastAnswer > PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  line.end();
  return ids.flatMap((id) => ended.get(id) ?? []);
}

function progressLine(
  { id, status, step = '', progress }: Run,
  rate: (done: number) => number,
  runs: { readonly done: number; readonly of: number },
): string {
  const several = runs.of > 1 ? `${runs.done}/${runs.of} runs  ` : '';
  if (!progress) return `${several}${bar(runs.done, runs.of)} ${id} ${status} ${step}`;
  const { unit, done, total } = progress;
  const pace = rate(done);
  return `${several}${bar(done, total)} ${amount(done, unit)} of ${amount(total, unit)}${pace > 0 ? `, ${amount(pace, unit)}/s` : ''}  ${step}  ${id}`;
}
