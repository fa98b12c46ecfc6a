// Whether a stored answer comes out the same again, bit by bit: its release over its stored features, and those features from the past. Changes nothing.
import { formatInstant, type Instant } from '../../data/time.ts';
import type { FoundPrediction } from '../../db/queries/found-prediction.ts';
import { type Asked, askedRow } from '../../models/asked-row.ts';
import { corrected } from '../../models/correction.ts';
import { pointHead } from '../../models/fallback.ts';
import { type FactsBySeries, type History, historyAsOf } from '../../models/history.ts';
import type { DetectorModel, ModelDefinition, SeriesModel } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import type { Difference, Replayed } from '../mesh/predictions.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { LiveRelease } from './live-release.ts';

export interface ReplayMeans {
  releaseById(model: ModelDefinition, release: string): Promise<LiveRelease | null>;
  /** `arrivedBy`: only what had come to us by then. */
  factsOf(
    model: SeriesModel | DetectorModel,
    issuedAt: Instant,
    validAt: Instant,
    arrivedBy: Instant | null,
  ): Promise<FactsBySeries>;
}

type Numbers = Readonly<Record<string, number>>;

export async function replay(
  found: FoundPrediction,
  model: ModelDefinition,
  means: ReplayMeans,
): Promise<Result<Replayed>> {
  const { id, release } = found;
  const again = found.source === 'model' ? await fromGraph(found, model, means) : ok<Numbers | null>(null);
  if (!again.ok) return again;
  const outputs = differences('outputs', found.values, again.value ?? {});
  if (model.kind === 'record' || found.entity === null || found.issuedAt === null || found.validAt === null) {
    return ok(replayed({ id, model: model.id, release, outputs: again.value ?? {}, differs: outputs }));
  }
  const question = { entity: found.entity, issuedAt: found.issuedAt, validAt: found.validAt };
  const stored = found.source === 'model' ? featuresOf(model, found.features ?? []) : found.values;
  const place = found.source === 'model' ? 'features' : 'outputs';
  // A value may have been known at issue by the rules of its source, and have come to us too late: the first reading that gives the bits holds.
  let closest: { readonly numbers: Numbers; readonly differs: Difference[]; readonly past: Replayed['past'] } | null =
    null;
  for (const past of ['known at issue', 'arrived by then'] as const) {
    const arrivedBy = past === 'known at issue' ? null : found.createdAt;
    const facts = await means.factsOf(model, question.issuedAt, question.validAt, arrivedBy);
    const numbers = recomputed(model, historyAsOf(facts, question.issuedAt), question, place);
    const differs = differences(place, stored, numbers);
    if (!closest || differs.length === 0) closest = { numbers, differs, past };
    if (differs.length === 0) break;
  }
  const { numbers = {}, differs = [], past } = closest ?? {};
  return ok({
    ...replayed({
      ...{ id, model: model.id, release },
      outputs: again.value ?? numbers,
      differs: found.source === 'model' ? [...outputs, ...differs] : differs,
    }),
    ...(found.source === 'model' && { features: withNulls(numbers) }),
    ...(past && { past }),
  });
}

async function fromGraph(
  { features, correction, ...found }: FoundPrediction,
  model: ModelDefinition,
  { releaseById }: ReplayMeans,
): Promise<Result<Numbers>> {
  const release = await releaseById(model, found.release);
  if (!release || 'refused' in release) {
    const why = release ? `is refused: ${release.refused}` : 'is no longer kept, neither here nor in the lake';
    const detail = `The release ${found.release} of ${model.id} ${why}. What it said on ${formatInstant(found.createdAt)} stands as it was stored.`;
    return fail({ reason: 'conflict', detail });
  }
  const outputs = await release.graph.run(Float32Array.from(features ?? []));
  const said = Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]?.[0] ?? Number.NaN]));
  return ok(correction && model.kind === 'series' ? corrected(model, said, correction) : said);
}

function recomputed(
  model: SeriesModel | DetectorModel,
  history: History,
  asked: Asked,
  what: 'features' | 'outputs',
): Numbers {
  // A detector has no baseline that could have answered in its place.
  if (what === 'outputs' && model.kind === 'series')
    return { [pointHead(model)]: model.baseline(history, asked.entity, asked.validAt, asked.issuedAt) };
  return featuresOf(model, tensorOf(model.features, [askedRow(model, history, asked)]));
}

const featuresOf = ({ features }: ModelDefinition, row: ArrayLike<number>): Numbers =>
  Object.fromEntries(features.map((name, i) => [name, Math.fround(row[i] ?? Number.NaN)]));

const replayed = (
  shown: Pick<Replayed, 'id' | 'model' | 'release' | 'differs'> & { readonly outputs: Numbers },
): Replayed => ({ ...shown, outputs: withNulls(shown.outputs), same: shown.differs.length === 0 });

function differences(place: 'features' | 'outputs', stored: Numbers, again: Numbers): Difference[] {
  const names = new Set([...Object.keys(stored), ...Object.keys(again)]);
  return [...names].flatMap((name) => {
    const [before, after] = [stored[name] ?? Number.NaN, again[name] ?? Number.NaN];
    // Neither Postgres nor JSON keeps the sign of a zero.
    if (Object.is(before + 0, after + 0)) return [];
    return [{ pointer: `/${place}/${name}`, stored: orNull(before), again: orNull(after) }];
  });
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
const withNulls = (numbers: Numbers): Readonly<Record<string, number | null>> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, orNull(value)]));
