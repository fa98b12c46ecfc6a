// The clock that a deployed mesh gets from Cloudflare: every minute each Worker is ticked, and decides itself what is due.
import type { Mesh } from '../mesh.ts';
import type { WorkerName } from '../workers.ts';

const TICKED: readonly WorkerName[] = ['ingest', 'predict', 'monitor'];
const MINUTE_MS = 60_000;
const FIRST_LOADS_LOOKED_AT_EVERY_MS = 1_000;

export interface Cron {
  /** Ticks every Worker once, out of turn: what was interrupted does not wait for the next minute. */
  tick(): Promise<void>;
  stop(): void;
}

/** `settled` says whether the first runs have ended: only then is there something to predict from. `upToDate` is told when all have. */
export function startCron({
  mesh,
  sourcesReady,
  settled,
  upToDate,
  onError,
}: {
  readonly mesh: Mesh;
  /** Somebody else's database that is still being filled. */
  readonly sourcesReady: Promise<void> | undefined;
  readonly settled: () => Promise<boolean>;
  readonly upToDate: () => void;
  readonly onError: (worker: WorkerName, error: unknown) => void;
}): Cron {
  let stopped = false;
  const tick = async (worker: WorkerName) => {
    if (stopped) return;
    await mesh.tick(worker).catch((error: unknown) => {
      if (!stopped) onError(worker, error);
    });
  };

  async function first(): Promise<void> {
    await sourcesReady;
    // What is derived starts once there is something to derive it from: until a tick finds nothing more to do.
    for (let started = true; started && !stopped; ) {
      await tick('ingest');
      started = false;
      // A database that is away for a moment has not settled.
      while (!stopped && !(await settled().catch(() => false))) {
        started = true;
        await pause(FIRST_LOADS_LOOKED_AT_EVERY_MS);
      }
    }
    await tick('predict');
    await tick('monitor');
    if (!stopped) upToDate();
  }

  async function tickAll(): Promise<void> {
    await Promise.all(TICKED.map(tick));
  }

  void first();
  const timer = setInterval(() => void tickAll(), MINUTE_MS);
  return {
    tick: tickAll,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
