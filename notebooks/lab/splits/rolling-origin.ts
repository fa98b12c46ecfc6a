// Folds that follow each other in time: each is judged on what comes right after what it was trained on. As a model lives.
import type { Duration, TimeWindow } from '../../../data/time.ts';

export interface Fold {
  /** One stretch, or two with the judged one cut out between them (blocked-folds.ts). */
  readonly train: readonly TimeWindow[];
  readonly judge: TimeWindow;
}

interface Rolling {
  readonly within: TimeWindow;
  /** What the first fold is trained on. */
  readonly train: Duration;
  readonly judge: Duration;
  /** Left out between the two: as long as a truth takes to become known, or as features reach. */
  readonly gap?: Duration;
}

/** Trains on everything so far. */
export const expandingOrigins = (rolling: Rolling): Fold[] =>
  judgedIn(rolling).map((judge) => ({
    train: [{ from: rolling.within.from, to: judge.from - (rolling.gap ?? 0) }],
    judge,
  }));

/** Trains on the newest stretch of one length: for a world that changes. */
export const slidingOrigins = (rolling: Rolling): Fold[] =>
  judgedIn(rolling).map((judge) => {
    const to = judge.from - (rolling.gap ?? 0);
    return { train: [{ from: to - rolling.train, to }], judge };
  });

/** Whole ones only: a short last fold would weigh as much as the others. */
function judgedIn({ within, train, judge, gap = 0 }: Rolling): TimeWindow[] {
  const out: TimeWindow[] = [];
  for (let from = within.from + train + gap; from + judge <= within.to; from += judge) {
    out.push({ from, to: from + judge });
  }
  if (out.length === 0) {
    throw new Error(
      `${train + gap + judge} ms for one fold do not fit into the ${within.to - within.from} ms there are`,
    );
  }
  return out;
}
