// What became of one slice of a run, as its steps pass it on to the report: counts and a few examples, never rows.
import type { TimeWindow } from '../../data/time.ts';
import type { Change, LoadCounts } from '../../db/queries/load-rows.ts';
import type { Reasons } from './reasons.ts';
import type { Validation } from './validate.ts';

export interface Failover {
  readonly source: string;
  readonly reason: string;
  /** It is not set up here: no fault of its own. */
  readonly notAsked?: true;
}
/** An answer of which no row could be accepted, and why. */
export interface Refused {
  readonly rows: number;
  readonly reasons: Reasons;
}
export type StepName = 'extract' | 'lake' | 'parse' | 'validate' | 'load';

/** What became of one slice. Without `loaded`, every source failed. */
export interface SliceOutcome {
  readonly window: TimeWindow;
  readonly failovers: readonly Failover[];
  readonly milliseconds: Readonly<Partial<Record<StepName, number>>>;
  readonly refused?: readonly Refused[];
  readonly loaded?: {
    readonly source: string;
    readonly lakeKeys: readonly string[];
    /** Rows and rejects that parsing gave. */
    readonly rows: number;
    readonly rejects: number;
    /** Text to how many times. */
    readonly warnings: Readonly<Record<string, number>>;
    readonly validation: Validation;
    readonly counts: LoadCounts;
    /** Some of what a dry run would have changed. */
    readonly changes?: readonly Change[];
  };
}

export type Loaded = NonNullable<SliceOutcome['loaded']>;
