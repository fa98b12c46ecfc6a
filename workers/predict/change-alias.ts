// The gate before an alias: nothing is made live, shadow or canary that does not open here and now, with all its gates. Says who was first where two want another thing.
import type { ModelDefinition } from '../../models/model.ts';
import type { CallContext } from '../mesh/contracts.ts';
import type { AliasesShown, AliasRequest, AliasWish } from '../mesh/releases.ts';
import { type Failure, type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { type ModelAliases, NO_ALIASES } from './aliases.ts';
import type { Aliases } from './aliases-object.ts';
import { type Fleet, modelOf, seedOf } from './fleet.ts';
import type { SeenAliases } from './seen-aliases.ts';

export interface Gatekeeper {
  readonly object: () => Pick<DurableObjectStub<Aliases>, 'all' | 'say'>;
  readonly seen: Pick<SeenAliases, 'heard'>;
  readonly fleet: Pick<Fleet, 'releaseById'>;
}

export async function changeAlias(
  { object, seen: own, fleet }: Gatekeeper,
  { model: id, wish: asked, reason, seen }: AliasRequest,
  { caller }: CallContext,
): Promise<Result<AliasesShown>> {
  const model = modelOf(id);
  if (!model) return fail({ reason: 'not_found', what: 'model', id });
  const standing = (await object().all())[id] ?? NO_ALIASES;
  const wish = wished(asked, standing);
  if (!wish) {
    return fail({ reason: 'conflict', detail: `Nothing was live before ${standing.live ?? 'the bundled release'}.` });
  }
  const failure = await unfit(fleet, model, wish, standing);
  if (failure) return fail(failure);
  const said = await object().say(id, { ...wish, by: caller, reason, seed: seedOf(id) }, seen);
  if (said.done) {
    own.heard(id, said.aliases);
    return ok(shown(id, said.aliases));
  }
  const { version, live } = said.aliases;
  const detail = `Got version ${seen ?? standing.version}, it is ${version} by now, and live is ${live ?? seedOf(id)}. Look again at what stands.`;
  return fail({ reason: 'precondition_failed', detail });
}

/** What is gone back to is named, so that what was judged is what goes live. */
function wished(asked: AliasWish, { before: [last] }: ModelAliases) {
  if (asked.kind !== 'rollback') return asked;
  return last === undefined ? null : { kind: asked.kind, release: last };
}

type Wished = NonNullable<ReturnType<typeof wished>>;

async function unfit(
  fleet: Gatekeeper['fleet'],
  model: ModelDefinition,
  wish: Wished,
  standing: ModelAliases,
): Promise<Failure | null> {
  const seed = seedOf(model.id);
  const release = wish.kind === 'clear' ? (wish.alias === 'live' ? seed : null) : wish.release;
  // Nothing comes to answer that did not.
  if (release === null) return null;
  const live = standing.live ?? seed;
  if (wish.kind === 'shadow' && model.kind !== 'series') {
    return refused({ pointer: '', detail: `${model.id} publishes no forecasts: there is nothing to shadow` });
  }
  if (wish.kind === 'canary' && model.kind === 'detector') {
    return refused({ pointer: '', detail: `${model.id} is a detector: nobody asks it, there is nothing to share` });
  }
  if ((wish.kind === 'shadow' || wish.kind === 'canary') && release === live) {
    return refused({ pointer: '/release', detail: `${release} is live: a ${wish.kind} is another release` });
  }
  const opened = await fleet.releaseById(model, release);
  if (!opened) return { reason: 'not_found', what: `release of ${model.id}`, id: release };
  return 'refused' in opened ? refused({ pointer: '/release', detail: opened.refused }) : null;
}

const refused = (error: Fault): Failure => ({
  reason: 'unprocessable',
  detail: 'The alias stays as it is.',
  errors: [error],
});

/** What is live while nobody has said otherwise is the bundled release. */
export function shown(model: string, { version, live, before, shadow, canary }: ModelAliases): AliasesShown {
  const answering = live ?? seedOf(model);
  return {
    version,
    ...(answering !== null && { live: answering }),
    ...(shadow !== null && { shadow }),
    ...(canary && { canary }),
    before,
  };
}
