// When to stop: Ctrl-C, a kill, a closed terminal, or the npm that started us gone. Decides nothing else.
const PARENT_LOOKED_AT_EVERY_MS = 500;
/** One Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const SAME_REQUEST_WITHIN_MS = 1_000;

/** Calls `stop` at the first request, and `force` at the second one. */
export function whenAskedToStop({
  stop,
  force,
}: {
  readonly stop: (why: string) => void;
  readonly force: () => void;
}): void {
  let askedAt: number | undefined;
  const ask = (why: string) => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      stop(why);
    } else if (performance.now() - askedAt > SAME_REQUEST_WITHIN_MS) {
      force();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal));

  // npm killed the hard way passes nothing on: its child would hold the ports for ever.
  const parent = process.ppid;
  if (!process.env['npm_lifecycle_event']) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (askedAt === undefined) ask('npm is gone');
  }, PARENT_LOOKED_AT_EVERY_MS);
  watch.unref();
}
