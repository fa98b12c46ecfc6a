// Keeps a forest rising or falling with a feature: each leaf has bounds, and a cut that would turn the order round is worth nothing.

export type Direction = 'rising' | 'falling';

/** What the step of a leaf must stay within. */
export interface StepBounds {
  readonly low: number;
  readonly high: number;
}

export const UNBOUND: StepBounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

export const within = ({ low, high }: StepBounds, step: number): number => Math.min(high, Math.max(low, step));

/** What a leaf with this step takes off the loss, doubled: g² / h where nothing holds the step back. */
export const worth = (g: number, h: number, step: number): number => (2 * g - h * step) * step;

/** Of both sides together. Hessians come with the penalty added. */
export function boundWorth(
  direction: Direction | undefined,
  bounds: StepBounds,
  [leftG, leftH]: readonly [number, number],
  [rightG, rightH]: readonly [number, number],
): number {
  const left = within(bounds, leftG / leftH);
  const right = within(bounds, rightG / rightH);
  const isTurned = (direction === 'rising' && left > right) || (direction === 'falling' && left < right);
  return isTurned ? Number.NEGATIVE_INFINITY : worth(leftG, leftH, left) + worth(rightG, rightH, right);
}

/** Of the two sides of a cut: neither may pass the middle between them, however often it is cut again. */
export function boundsOfSides(
  direction: Direction | undefined,
  bounds: StepBounds,
  leftStep: number,
  rightStep: number,
): { readonly left: StepBounds; readonly right: StepBounds } {
  const middle = (within(bounds, leftStep) + within(bounds, rightStep)) / 2;
  if (direction === 'rising') return { left: { ...bounds, high: middle }, right: { ...bounds, low: middle } };
  if (direction === 'falling') return { left: { ...bounds, low: middle }, right: { ...bounds, high: middle } };
  return { left: bounds, right: bounds };
}
