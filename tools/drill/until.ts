// Waits for what is bound to come, and says so when it does not. Looks often, never sleeps for a fixed time.
const LOOKED_EVERY_MS = 50;

export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { withinMs }: { readonly withinMs: number },
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: not so after ${withinMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS));
  }
}
