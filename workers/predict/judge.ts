// What the detectors say of what has happened: every step that is over is judged once, by the release that is live then, and stored. Decides what is due; safe to repeat.
import { nextStep, stepsIn } from '../../data/grid.ts';
import { DAY, floorTo, HOUR, type Instant, MINUTE, type TimeWindow } from '../../data/time.ts';
import type { JudgedStep } from '../../db/queries/anomalies.ts';
import type { NewPrediction } from '../../db/queries/predictions.ts';
import { type History, historyAsOf } from '../../models/history.ts';
import type { DetectorModel, Head } from '../../models/model.ts';
import { tensorOf } from '../../models/tensor.ts';
import type { Log } from '../mesh/log.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';

export interface Bench {
  readonly now: Instant;
  readonly log: Log;
  releaseOf(model: DetectorModel): Promise<LiveRelease>;
  /** The steps that were judged, by whichever release; null while Postgres is away. */
  judged(model: DetectorModel, window: TimeWindow): Promise<readonly JudgedStep[] | null>;
  /** Null while Postgres is away: what happened waits there for its judge. */
  factsOf(model: DetectorModel, window: TimeWindow): Promise<Omit<Past, 'made'> | null>;
  /** Storing again changes nothing. False while Postgres is away. */
  save(judgements: readonly NewPrediction[]): Promise<boolean>;
}

/** Facts that come later than this are not judged any more: nobody would act on it. */
const LOOKED_BACK = 45 * DAY;
/** In one tick, newest first: the others wait for the next one. */
const MOST_STEPS = 400;
const TICK = 5 * MINUTE;
/** So often a step is tried again whose facts may still come. */
const TRIED_AGAIN_AFTER = HOUR;

/** A sensor that is silent for longer than this is not waited for. */
const PATIENCE = 2 * DAY;

/** One per isolate: remembers which steps it has looked at, and when. */
export function judge(): (model: DetectorModel, bench: Bench) => Promise<void> {
  const tried = new Map<string, Instant>();
  return async (model, bench) => {
    const live = await bench.releaseOf(model);
    if ('refused' in live) return;
    const issuedAt = floorTo(TICK, bench.now);
    const window = { from: issuedAt - LOOKED_BACK, to: issuedAt };
    const judged = await bench.judged(model, window);
    if (!judged) return;
    const done = new Set(judged.map(nameOf));
    const open = stepsIn(model.step, window)
      .filter((at) => nextStep(model.step, at) <= issuedAt)
      .toReversed()
      .flatMap((validAt) => model.entities.map((entity) => ({ entity, validAt })))
      .filter(
        (step) => !done.has(nameOf(step)) && !(issuedAt - (tried.get(keyOf(model, step)) ?? 0) < TRIED_AGAIN_AFTER),
      )
      .slice(0, MOST_STEPS);
    if (open.length === 0) return;
    const first = Math.min(...open.map(({ validAt }) => validAt));
    const past = await bench.factsOf(model, { from: first - model.reach, to: issuedAt });
    if (!past) return;
    const history = historyAsOf(past.facts, issuedAt);
    const due = open.filter((step) => isThere(model, history, step, issuedAt));
    for (const step of open) tried.set(keyOf(model, step), issuedAt);
    if (due.length === 0) return;
    const width = model.features.length;
    const tensor = tensorOf(
      model.features,
      due.map(({ entity, validAt }) => model.row(history, entity, validAt)),
    );
    const outputs = await live.graph.run(tensor);
    const judgements = due.flatMap((step, i): NewPrediction[] => {
      const values = Object.fromEntries(model.heads.map(({ name }, head) => [name, outputs[head]![i]!]));
      // Half a verdict is none: what it rests on may still come.
      if (!Object.values(values).every(Number.isFinite)) return [];
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
    // An outage is over at any tick; what was refused waits its hour, so that others have their turn.
    else for (const one of judgements) tried.delete(keyOf(model, one));
  };
}

/** What is judged is the dataset of the first input: nothing is said of a step of which it says nothing. */
function isThere(model: DetectorModel, history: History, { entity, validAt }: JudgedStep, issuedAt: Instant): boolean {
  const ends = nextStep(model.step, validAt);
  const subject = model.inputs[0]?.split('/')[0];
  const facts = model.inputs
    .filter((series) => series.split('/')[0] === subject)
    .map((series) => Number.isFinite(history.mean(series, entity, validAt, ends - validAt)));
  return facts.every(Boolean) || (facts.some(Boolean) && issuedAt - ends >= PATIENCE);
}

const keyOf = ({ id }: DetectorModel, step: JudgedStep): string => `${id}|${nameOf(step)}`;
const nameOf = ({ entity, validAt }: JudgedStep): string => `${entity}|${validAt}`;

/** The first class of a detector's label is what is usual. */
function isFlagged(heads: readonly Head[], values: Readonly<Record<string, number>>): boolean {
  const label = heads.find(({ kind }) => kind === 'label');
  return label !== undefined && values[label.name]! >= 1;
}
