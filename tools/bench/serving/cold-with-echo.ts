// The whole of predict in a workerd without bindings: what a process has to start, and one answer of a record model.
import { FEATURE_SHA256 } from '../../../models/catalogue.gen.ts';
import { modelOf } from '../../../workers/predict/fleet.ts';
import worker from '../../../workers/predict/index.ts';
import { openRelease } from '../../../workers/predict/live-release.ts';
import { predict } from '../../../workers/predict/prediction.ts';
import { releases } from '../../../workers/predict/releases.gen.ts';
import { documentOf } from '../../../workers/predict/wire.ts';

export { Aliases, Predict } from '../../../workers/predict/index.ts';

const files = new Map(Object.entries(releases));
const hashes = new Map<string, string>(Object.entries(FEATURE_SHA256));

export default {
  ...worker,
  async fetch(request: Request): Promise<Response> {
    const id = new URL(request.url).pathname.slice(1);
    const model = modelOf(id);
    // Started, and nothing more: what the scope of the module costs.
    if (!model) return new Response(`there is no ${id}`);
    const releaseOf = () => openRelease(model, files.get(id), hashes.get(id) ?? '');
    const answering = await predict(model, await request.text(), { now: 0, releaseOf, pastOf: async () => null });
    const told = answering.ok ? await documentOf(answering.value, 'cold') : answering;
    return told.ok ? new Response(told.value) : Response.json(told.failure, { status: 500 });
  },
};
