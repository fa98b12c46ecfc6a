// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';
import type { Metrics } from './metrics-object.ts';

export interface Bindings extends DatabaseEnv {
  /** What releases say of themselves. Never written. */
  readonly LAKE: R2Bucket;
  readonly METRICS: DurableObjectNamespace<Metrics>;
}
