// Whether predict can answer: the lake, and each release with what runs it. Never asks Postgres, and never quotes an error: /readyz is public.
import type { ModelDefinition } from '../../models/model.ts';
import type { Health } from '../mesh/contracts.ts';
import type { Log } from '../mesh/log.ts';
import type { Graph } from './graph.ts';
import type { LiveRelease } from './live-release.ts';

export interface Parts {
  readonly lake: Pick<R2Bucket, 'head'>;
  readonly log: Log;
  readonly models: readonly ModelDefinition[];
  releaseOf(model: ModelDefinition): Promise<LiveRelease>;
}

export async function health({ lake, log, models, releaseOf }: Parts): Promise<Record<string, Health>> {
  async function checked(part: string, attempt: () => Promise<unknown>): Promise<Health> {
    try {
      await attempt();
      return { status: 'ok' };
    } catch (error) {
      log.error('health_down', { part, error });
      return { status: 'down', detail: `the ${part} does not answer` };
    }
  }
  async function release(model: ModelDefinition): Promise<readonly [string, Health]> {
    return [`release of ${model.id}`, releaseHealth(model, await releaseOf(model))];
  }
  const [lakeHealth, ...releases] = await Promise.all([
    checked('lake', () => lake.head('health')),
    ...models.map(release),
  ]);
  return { lake: lakeHealth, ...Object.fromEntries(releases) };
}

/** One model without its release does not close the house: only what was released and answers nobody is down. */
function releaseHealth({ kind }: ModelDefinition, live: LiveRelease): Health {
  if (!('refused' in live)) return { status: 'ok', detail: answering(live) };
  const what = live.missing ? 'no release yet' : 'its release is refused';
  if (kind === 'series') return { status: 'ok', detail: `${what}: the baseline answers` };
  return { status: live.missing ? 'ok' : 'down', detail: `${what}: it does not answer` };
}

/** Of the log, too, is why the one that should answer was refused. */
function answering({
  identity,
  graph,
  furthest,
  standsInFor,
}: Extract<LiveRelease, { readonly graph: Graph }>): string {
  const within = furthest === 0 ? 'golden vectors to the bit' : `golden vectors within ${furthest.toPrecision(2)}`;
  const near = graph.inRuntimeFor === null ? within : `${within}, in ONNX Runtime (${graph.inRuntimeFor})`;
  return standsInFor ? `${standsInFor.release} is refused: ${identity.id} answers, ${near}` : near;
}
