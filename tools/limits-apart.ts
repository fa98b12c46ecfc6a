// Rate limits counted in memory by a Worker beside, as a Cloudflare location does. Miniflare writes each count into a
// SQLite file, which costs several times the answer that is limited.
import type { V4WorkerOptions } from 'miniflare';

/** Fixed windows, aligned to the wall clock. What the limit is comes with the binding. */
const COUNTER = `
import { WorkerEntrypoint } from 'cloudflare:workers';
const windows = new Map();
export class Limit extends WorkerEntrypoint {
  limit({ key }) {
    const { name, limit, period } = this.ctx.props;
    const epoch = Math.floor(Date.now() / (period * 1_000));
    let window = windows.get(name);
    if (window?.epoch !== epoch) windows.set(name, (window = { epoch, counts: new Map() }));
    const count = (window.counts.get(key) ?? 0) + 1;
    window.counts.set(key, count);
    return { success: count <= limit };
  }
}
export default { fetch: () => new Response(null, { status: 404 }) };
`;

export function limitsApart(worker: V4WorkerOptions): V4WorkerOptions[] {
  const { ratelimits, ...rest } = worker;
  const limits = Object.entries(ratelimits ?? {});
  if (limits.length === 0) return [worker];
  const name = `${worker.name}-limits`;
  const counter: V4WorkerOptions = {
    name,
    modules: [{ type: 'ESModule', path: 'index.js', contents: COUNTER }],
    ...(worker.compatibilityDate && { compatibilityDate: worker.compatibilityDate }),
  };
  const bindings = limits.map(([binding, { simple }]) => [
    binding,
    { name, entrypoint: 'Limit', props: { name: binding, limit: simple.limit, period: simple.period } },
  ]);
  return [{ ...rest, serviceBindings: { ...rest.serviceBindings, ...Object.fromEntries(bindings) } }, counter];
}
