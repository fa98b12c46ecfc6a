// Whether predict can answer: the runtime, each release, the lake. Never asks Postgres: predictions do without.
import type { Health } from '../mesh/contracts.ts';
import { everyModel, releaseOf } from './fleet.ts';
import { runtime } from './runtime.ts';

export async function health(lake: R2Bucket): Promise<Record<string, Health>> {
  const [runtimeHealth, lakeHealth, ...releases] = await Promise.all([
    probe(async () => void (await runtime())),
    probe(async () => void (await lake.head('health'))),
    ...everyModel().map((model) =>
      probe(async () => {
        const live = await releaseOf(model);
        if ('refused' in live) throw new Error(live.refused);
      }),
    ),
  ]);
  const byModel = everyModel().map(({ id }, i) => [`release of ${id}`, releases[i]!] as const);
  return { runtime: runtimeHealth, lake: lakeHealth, ...Object.fromEntries(byModel) };
}

async function probe(attempt: () => Promise<void>): Promise<Health> {
  try {
    await attempt();
    return { status: 'ok' };
  } catch (error) {
    return { status: 'down', detail: error instanceof Error ? error.message : String(error) };
  }
}
