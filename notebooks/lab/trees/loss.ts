// What a forest is fitted to, as data: so that a job can be sent to another thread.

export type Loss =
  /** The mean. */
  | { readonly kind: 'squared' }
  /** The median. */
  | { readonly kind: 'absolute' }
  /** A quantile. */
  | { readonly kind: 'pinball'; readonly level: number }
  /** Log-odds of a target that is 0 or 1. */
  | { readonly kind: 'logistic' };

export const squared = (): Loss => ({ kind: 'squared' });
export const absolute = (): Loss => ({ kind: 'absolute' });
export const pinball = (level: number): Loss => ({ kind: 'pinball', level });
export const logistic = (): Loss => ({ kind: 'logistic' });

/** Log-odds to a probability. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
