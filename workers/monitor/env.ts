// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';
import type { Metrics } from './metrics-object.ts';

export interface Bindings extends DatabaseEnv {
  readonly METRICS: DurableObjectNamespace<Metrics>;
}
