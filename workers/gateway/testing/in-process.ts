// A gateway in this process, for tests: the platform is played, the database is the given one or away. Never part of a Worker.
import type { MetricsBatch } from '../../mesh/contracts.ts';
import { gateway } from '../app.ts';
import { issueToken, signingKey } from '../auth/token.ts';
import type { Bindings, Caller } from '../env.ts';

export const JWT_SECRET = 'for tests alone: thirty-two characters or more';

/** Nobody listens on port 1. */
const AWAY = { DATABASE_URL: 'postgres://gateway:secret@127.0.0.1:1/away', NEON_LOCAL: '127.0.0.1:1' };

const silent = (): Promise<never> => Promise.reject(new Error('this Worker is away'));
/** A Worker that does not answer. */
export const NO_WORKER = {
  startRuns: silent,
  push: silent,
  upload: silent,
  startUpload: silent,
  keepPart: silent,
  completeUpload: silent,
  predict: silent,
  predictEach: silent,
  predictLines: silent,
  infer: silent,
  served: silent,
  forecast: silent,
  releases: silent,
  keepRelease: silent,
  releasesOf: silent,
  aliasesOf: silent,
  changeAlias: silent,
  subject: silent,
  prediction: silent,
  replay: silent,
  issuePast: silent,
  health: silent,
};

/** As in an isolate: routes are made once, and what is kept is kept by the bindings. */
const app = gateway();

export interface InProcess {
  readonly env: Bindings;
  /** What the monitor was told. */
  readonly batches: MetricsBatch[];
  /** Keys that the rate limits were asked about. */
  readonly limited: string[];
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves when everything given to waitUntil is done. */
  settled(): Promise<void>;
}

export function inProcess(given: Partial<Bindings> = {}): InProcess {
  const batches: MetricsBatch[] = [];
  const limited: string[] = [];
  const unlimited = {
    limit: async ({ key }: { key: string }) => {
      limited.push(key);
      return { success: true };
    },
  };
  const env: Bindings = {
    ...AWAY,
    JWT_SECRET,
    // The platform's files: none but one page.
    ASSETS: {
      fetch: async (request: Request) =>
        new URL(request.url).pathname.endsWith('.html')
          ? new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })
          : new Response(null, { status: 404 }),
    } as Bindings['ASSETS'],
    INGEST: NO_WORKER,
    PREDICT: NO_WORKER,
    MONITOR: {
      record: async (batch) => {
        batches.push(batch);
      },
      exposition: silent,
      health: silent,
    },
    // Nothing is kept there.
    KNOWN_CLIENTS: { get: async () => null, put: async () => null } as unknown as Bindings['KNOWN_CLIENTS'],
    STRANGERS: unlimited,
    CLIENTS: unlimited,
    ...given,
  };
  const pending: Promise<unknown>[] = [];
  const context = {
    waitUntil: (promise: Promise<unknown>) => pending.push(promise),
    passThroughOnException() {},
    props: {},
  };
  return {
    env,
    batches,
    limited,
    ask: async (path, init) => app.request(path, init, env, context as never),
    async settled() {
      while (pending.length > 0) await pending.pop();
    },
  };
}

export async function tokenFor(scopes: Caller['scopes'], client = 'alice', nowMs = Date.now()): Promise<string> {
  const key = await signingKey(JWT_SECRET);
  if (!key) throw new Error('JWT_SECRET is too short');
  return issueToken(key, { client, scopes }, nowMs);
}

/** The header that a client with these scopes sends. */
export const bearer = async (...given: Parameters<typeof tokenFor>) => ({
  Authorization: `Bearer ${await tokenFor(...given)}`,
});
