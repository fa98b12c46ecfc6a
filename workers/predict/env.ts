// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';
import type { Aliases } from './aliases-object.ts';

export interface Bindings extends DatabaseEnv {
  readonly LAKE: R2Bucket;
  /** What was answered on demand, on its way to Postgres. */
  readonly ANSWERS: Queue<string>;
  /** The same, of questions of many rows: the others do not wait behind them. */
  readonly ANSWERED_BATCHES: Queue<string>;
  /** Set on one machine, where what a queue holds ends with workerd. */
  readonly QUEUES_FORGET?: string;
  /** `off`: forecasts are the graph's own word, whatever its last errors were. */
  readonly ONLINE_CORRECTION?: string;
  readonly ALIASES: DurableObjectNamespace<Aliases>;
}
