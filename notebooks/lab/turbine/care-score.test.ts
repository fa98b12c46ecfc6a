import { describe, expect, it } from 'vitest';
import { type CareEvent, careScoreOf } from './care-score.ts';

/** `x` is flagged, `.` is not, `X` and `-` are the same while it stands; what is after the bar is going wrong. */
function event(drawn: string): CareEvent {
  const [before = '', after] = drawn.split('|');
  const steps = [...before, ...(after ?? '')];
  return {
    kind: after === undefined ? 'normal' : 'anomaly',
    flagged: steps.map((step) => step.toLowerCase() === 'x'),
    operating: steps.map((step) => step !== 'X' && step !== '-'),
    wrongFrom: after === undefined ? steps.length : before.length,
  };
}
const score = (...drawn: string[]) => careScoreOf(drawn.map(event), { criticality: 3, fullUntil: 0.5 });

describe('the CARE score', () => {
  it('is 1 for a detector that flags what goes wrong from its first step, and nothing else', () => {
    expect(score('....|xxxx', '........')).toEqual({
      coverage: 1,
      accuracy: 1,
      reliability: 1,
      earliness: 1,
      care: 1,
    });
  });

  it('is 0 for one that never says anything, however accurate that is', () => {
    expect(score('....|....', '........')).toMatchObject({ accuracy: 1, care: 0 });
  });

  it('is its accuracy for one that flags more than half of what is normal', () => {
    expect(score('xxxx|xxxx', 'xxxxxx..')).toMatchObject({ accuracy: 0.25, care: 0.25 });
  });

  it('weighs accuracy twice, and a false flag four times as much as a miss', () => {
    // Right 2, missed 2, wrong 1: 1.25 * 2 / (2.5 + 0.25 * 2 + 1).
    const got = score('...x|xx..', '...x....');
    expect(got.coverage).toBeCloseTo(2.5 / 4, 12);
    expect(got.accuracy).toBe(7 / 8);
    expect(got.reliability).toBe(1);
    // Weights of four steps: 1, 1, 1, 0.5.
    expect(got.earliness).toBeCloseTo(2 / 3.5, 12);
    expect(got.care).toBeCloseTo((2.5 / 4 + (2 * 7) / 8 + 1 + 2 / 3.5) / 5, 12);
  });

  it('counts an event as detected when flags have outnumbered the rest, and stands still while the turbine does', () => {
    expect(score('....|x.x.x.x.', '........').reliability).toBe(0);
    expect(score('....|xx----x.', '........').reliability).toBe(1);
    expect(score('....|XXXX', '....xxxx', '....|xxxx').reliability).toBeCloseTo(1.25 / (1.25 + 0.25 + 1), 12);
  });

  it('needs something that went wrong and something that did not', () => {
    expect(() => score('........')).toThrow('got 0 anomalies and 1 normal stretches, want some of each');
  });
});
