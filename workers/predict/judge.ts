// What the detectors say of what has happened: every step that is over is judged once by a release, and stored. Decides what is due; safe to repeat.
import { nextStep, stepsIn } from '../../data/grid.ts';
import { DAY, floorTo, HOUR, type Instant, MINUTE, type TimeWindow } from '../../data/time.ts';
import type { JudgedStep } from '../../db/queries/anomalies.ts';
import type { NewPrediction } from '../../db/queries/predictions.ts';
import { historyAsOf } from '../../models/history.ts';
import type { DetectorModel, Head } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import type { Log } from '../mesh/log.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';

export interface Bench {
  readonly now: Instant;
  readonly log: Log;
  releaseOf(model: DetectorModel): Promise<LiveRelease>;
  /** The steps this release has judged; null while Postgres is away. */
  judged(model: DetectorModel, release: string, window: TimeWindow): Promise<readonly JudgedStep[] | null>;
  /** Null while Postgres is away: what happened waits there for its judge. */
  factsOf(model: DetectorModel, window: TimeWindow): Promise<Omit<Past, 'made'> | null>;
  /** Storing again changes nothing. */
  save(judgements: readonly NewPrediction[]): Promise<boolean>;
}

/** Facts that come later than this are not judged any more: nobody would act on it. */
const LOOKED_BACK = 45 * DAY;
/** In one tick, newest first: the others wait for the next one. */
const MOST_STEPS = 400;
const TICK = 5 * MINUTE;
/** A step without a number is tried again as often: its facts may still come. */
const TRIED_AGAIN_AFTER = HOUR;

/** One per isolate: remembers which steps had no number, and when. */
export function judge(): (model: DetectorModel, bench: Bench) => Promise<void> {
  const tried = new Map<string, Instant>();
  return async (model, bench) => {
    const live = await bench.releaseOf(model);
    if ('refused' in live) return;
    const issuedAt = floorTo(TICK, bench.now);
    const window = { from: issuedAt - LOOKED_BACK, to: issuedAt };
    const judged = await bench.judged(model, live.identity.id, window);
    if (!judged) return;
    const done = new Set(judged.map(nameOf));
    const due = stepsIn(model.step, window)
      .filter((at) => nextStep(model.step, at) <= issuedAt)
      .toReversed()
      .flatMap((validAt) => model.entities.map((entity) => ({ entity, validAt })))
      .filter((step) => !done.has(nameOf(step)) && !(issuedAt - (tried.get(keyOf(step)) ?? 0) < TRIED_AGAIN_AFTER))
      .slice(0, MOST_STEPS);
    if (due.length === 0) return;
    const first = Math.min(...due.map(({ validAt }) => validAt));
    const past = await bench.factsOf(model, { from: first - model.reach, to: issuedAt });
    if (!past) return;
    const history = historyAsOf(past.facts, issuedAt);
    const width = model.features.length;
    const tensor = tensorOf(
      model.features,
      due.map(({ entity, validAt }) => model.row(history, entity, validAt)),
    );
    const outputs = await live.graph.run(tensor);
    const judgements = due.flatMap((step, i): NewPrediction[] => {
      const values = Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]![i]!]));
      // Half a verdict is none: what it rests on may still come.
      if (!Object.values(values).every(Number.isFinite)) {
        tried.set(keyOf(step), issuedAt);
        return [];
      }
      return [
        {
          ...{ id: crypto.randomUUID(), role: 'live', model: model.id, ...step, issuedAt, source: 'model' },
          ...{ release: live.identity.id, onnxSha256: live.identity.onnx_sha256 },
          featureSha256: live.identity.feature_sha256,
          reason: null,
          features: [...tensor.subarray(i * width, (i + 1) * width)],
          values,
          correction: null,
          flagged: isFlagged(model.heads, values),
          simulated: past.simulated,
          createdAt: bench.now,
        },
      ];
    });
    for (const [key, at] of tried) if (issuedAt - at > 2 * TRIED_AGAIN_AFTER) tried.delete(key);
    if (judgements.length === 0) return;
    const saved = await bench.save(judgements);
    const flagged = judgements.filter((one) => one.flagged).length;
    const told = { model: model.id, release: live.identity.id, steps: judgements.length, flagged };
    if (saved) bench.log.info('steps_judged', told);

    function keyOf(step: JudgedStep): string {
      return `${model.id}|${nameOf(step)}`;
    }
  };
}

const nameOf = ({ entity, validAt }: JudgedStep): string => `${entity}|${validAt}`;

/** The first class of a detector's label is what is usual. */
function isFlagged(heads: readonly Head[], values: Readonly<Record<string, number>>): boolean {
  const label = heads.find(({ kind }) => kind === 'label');
  return label !== undefined && values[label.name]! >= 1;
}
