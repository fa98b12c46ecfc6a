// Work on a list, so many at once, begun in the order of the list. One that fails keeps none from its turn.
export async function inOrder<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const waiting = items.values();
  const hands = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    // One iterator for all hands: each takes what is next.
    for (const item of waiting) {
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  });
  await Promise.all(hands);
  return failures;
}
