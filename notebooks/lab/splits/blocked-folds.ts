// K-fold for series: whole stretches of time are held out, with a gap on either side. Trains on the future too, so it ranks models; it does not say how one will do.
import { DAY, type Duration, floorTo, type TimeWindow } from '../../../data/time.ts';
import type { Fold } from './rolling-origin.ts';

export function blockedFolds({
  within,
  folds = 5,
  gap,
}: {
  readonly within: TimeWindow;
  readonly folds?: number;
  /** At least as long as the features reach back: a row after the judged stretch must not hold what came true in it. */
  readonly gap: Duration;
}): Fold[] {
  const { from, to } = within;
  const edges = Array.from({ length: folds + 1 }, (_, i) =>
    i === folds ? to : from + floorTo(DAY, ((to - from) * i) / folds),
  );
  return edges.slice(0, -1).map((start, i) => {
    const judge = { from: start, to: edges[i + 1]! };
    const train = [
      { from, to: judge.from - gap },
      { from: judge.to + gap, to },
    ].filter((window) => window.from < window.to);
    if (train.length === 0) throw new Error(`a gap of ${gap / DAY} days leaves nothing to train fold ${i + 1} on`);
    return { train, judge };
  });
}
