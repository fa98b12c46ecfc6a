// What came of the first runs and forecasts, in a line or two. Asks the gateway whether there is a forecast, and nobody else anything.
import { z } from 'zod';
import type { ModelDefinition } from '../../models/model.ts';

export interface FeedRun {
  readonly dataset: string;
  readonly feed: string;
  readonly status: string;
}
export interface ForecastState {
  readonly model: string;
  /** Undefined where it is published. */
  readonly why?: string | undefined;
}

const NAMED = 3;

export function firstLoads({
  feeds,
  forecasts,
  url,
}: {
  readonly feeds: readonly FeedRun[];
  readonly forecasts: readonly ForecastState[];
  readonly url: string;
}): readonly string[] {
  const failed = feeds.filter(({ status }) => status !== 'succeeded').map(({ dataset, feed }) => `${dataset}/${feed}`);
  const missing = forecasts.filter(({ why }) => why !== undefined);
  if (failed.length === 0 && feeds.length > 0 && missing.length === 0) return ['data loaded, forecast published'];
  const loaded =
    failed.length === 0
      ? `${feeds.length === 0 ? 'nothing' : 'data'} loaded`
      : `${feeds.length - failed.length} of ${feeds.length} feeds loaded, failed: ${listed(failed)} (${url}/quality says why)`;
  return [
    loaded,
    ...(missing.length === 0 && forecasts.length > 0 ? ['forecast published'] : []),
    ...missing.map(({ model, why }) => `no forecast of ${model} yet: ${why}`),
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(', ');
}

const Problem = z.object({ detail: z.string() });

/** As a client would learn it. */
export async function forecastStates(
  models: readonly ModelDefinition[],
  { url, key }: { readonly url: string; readonly key: string },
): Promise<readonly ForecastState[]> {
  const series = models.filter(({ kind }) => kind === 'series');
  return Promise.all(
    series.map(async ({ id: model }): Promise<ForecastState> => {
      const answer = await fetch(`${url}/v1/models/${model}/forecast`, { headers: { 'x-api-key': key } });
      const { data } = Problem.safeParse(await answer.json().catch(() => undefined));
      return answer.ok ? { model } : { model, why: data?.detail ?? `the gateway answered ${answer.status}` };
    }),
  );
}
