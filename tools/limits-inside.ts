// Rate limits counted in memory beside the Worker that asks, as a Cloudflare location does. Miniflare writes each count into a
// SQLite file, which costs several times the answer that is limited; a Worker of its own costs a call for each request.
import type { V4ModuleDefinition, V4WorkerOptions } from 'miniflare';

/** Fixed windows, aligned to the wall clock. */
const counted = (main: string, limits: unknown): string => `
import worker from ${JSON.stringify(`./${main}`)};
export * from ${JSON.stringify(`./${main}`)};
function counter(limit, period) {
  let epoch = 0;
  let counts = new Map();
  return {
    async limit({ key }) {
      const now = Math.floor(Date.now() / (period * 1_000));
      if (now !== epoch) [epoch, counts] = [now, new Map()];
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= limit };
    },
  };
}
const limits = Object.fromEntries(
  Object.entries(${JSON.stringify(limits)}).map(([name, { limit, period }]) => [name, counter(limit, period)]),
);
const withLimits = new WeakMap();
export default {
  ...worker,
  fetch(request, env, context) {
    let limited = withLimits.get(env);
    if (!limited) withLimits.set(env, (limited = { ...env, ...limits }));
    return worker.fetch(request, limited, context);
  },
};
`;

export function limitsInside(worker: V4WorkerOptions): V4WorkerOptions {
  const { ratelimits = {}, modules, ...rest } = worker;
  const limits = Object.entries(ratelimits).map(([name, { simple }]) => [name, simple]);
  if (limits.length === 0) return worker;
  if (!Array.isArray(modules) || !modules[0]) throw new Error(`${worker.name} has rate limits and no modules`);
  const entry: V4ModuleDefinition = {
    type: 'ESModule',
    path: 'limited.js',
    contents: counted(modules[0].path, Object.fromEntries(limits)),
  };
  return { ...rest, modules: [entry, ...modules] };
}

const NO_LIMIT = 1_000_000_000;

/** The limits hold back clients, and a benchmark or a drill is a client like no other. */
export function withoutRateLimits(worker: V4WorkerOptions): V4WorkerOptions {
  const limits = Object.entries(worker.ratelimits ?? {});
  return {
    ...worker,
    ratelimits: Object.fromEntries(
      limits.map(([name, limit]) => [name, { ...limit, simple: { ...limit.simple, limit: NO_LIMIT } }]),
    ),
  };
}
