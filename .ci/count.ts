// What a suite comes to.
export interface Count {
  readonly passed: number;
  /** What failed, and why: said once more at the end. */
  readonly failures: readonly string[];
}
