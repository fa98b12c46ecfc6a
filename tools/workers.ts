// The four Workers and where each is configured.
export const WORKERS = ['gateway', 'ingest', 'predict', 'monitor'] as const;
export type WorkerName = (typeof WORKERS)[number];

/** From the root. The gateway's is the root's own: it is what a deploy of this project serves. */
export const configOf = (worker: WorkerName): string =>
  worker === 'gateway' ? 'wrangler.toml' : `workers/${worker}/wrangler.toml`;
