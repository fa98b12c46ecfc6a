// A Worker's static files served by a Worker beside it. Miniflare sends every request of a Worker with files through a
// router of its own, which costs more than the answer; the Worker asks for each file by name and needs no router.
import type { V4WorkerOptions } from 'miniflare';

const PASS_ON = 'export default { fetch: (request, env) => env.FILES.fetch(request) }';

export function filesApart(worker: V4WorkerOptions): V4WorkerOptions[] {
  const { assets, ...rest } = worker;
  if (!assets?.binding) return [worker];
  const name = `${worker.name}-files`;
  const files: V4WorkerOptions = {
    name,
    modules: [{ type: 'ESModule', path: 'index.js', contents: PASS_ON }],
    ...(worker.compatibilityDate && { compatibilityDate: worker.compatibilityDate }),
    assets: { ...assets, binding: 'FILES' },
  };
  return [{ ...rest, serviceBindings: { ...rest.serviceBindings, [assets.binding]: name } }, files];
}
