// The only way simulated facts come in: another base URL for the same sources, on this very machine. Never in production.
import type { IngestEnv } from './env.ts';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Null where this dataset is asked of the real world. Refuses anything but this machine: simulated facts must not come from the network. */
export function simulatorOf(
  { SIMULATOR_URL: url, SIMULATED_DATASETS: only }: Pick<IngestEnv, 'SIMULATOR_URL' | 'SIMULATED_DATASETS'>,
  dataset: string,
): URL | null {
  if (!url || (only !== undefined && !only.split(',').includes(dataset))) return null;
  const base = URL.parse(url);
  if (base?.protocol !== 'http:' || !LOOPBACK.has(base.hostname)) {
    throw new Error(`SIMULATOR_URL is ${url}, want http://127.0.0.1:<port>. Unset it to ask the real sources.`);
  }
  return base;
}

/** `https://host/path?query` becomes `http://127.0.0.1:port/host/path?query`. */
export function rewritten(simulator: URL | null, url: string): string {
  if (!simulator) return url;
  const { host, pathname, search } = new URL(url);
  return `${simulator.origin}/${host}${pathname}${search}`;
}
