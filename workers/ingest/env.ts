// Which bindings this Worker has. Only index.ts and shell.ts read them.
import type { DatabaseEnv } from '../../db/client.ts';
import type { PushMessage } from './push-message.ts';
import type { RunOrder } from './run-order.ts';

/** Secrets of sources (RTE_CLIENT_ID, …) are read by the names that the sources give: see shell.ts. */
export interface IngestEnv extends DatabaseEnv {
  readonly LAKE: R2Bucket;
  readonly INGESTION: Workflow<RunOrder>;
  readonly PUSHES: Queue<PushMessage>;
  /** Loopback URL of the simulator. Never set in production: what comes from it is marked as simulated. */
  readonly SIMULATOR_URL?: string;
  /** Ids, separated by commas: only these come from the simulator. All of them when absent. */
  readonly SIMULATED_DATASETS?: string;
  /** Ids, separated by commas: only these are ingested by schedule. All of them when absent. Read by the tick, by its name. */
  readonly DATASETS?: string;
  /** Answers with milliseconds since 1970, where a process that dies takes its Workflows along: runs older than this were interrupted. */
  readonly INTERRUPTED_BEFORE?: Fetcher;
  /** Milliseconds; tests are less patient than production. */
  readonly ANSWER_TIMEOUT?: string;
  readonly RETRY_DELAY?: string;
}
