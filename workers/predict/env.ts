// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';
import type { Aliases } from './aliases-object.ts';

export interface Bindings extends DatabaseEnv {
  readonly LAKE: R2Bucket;
  /** What was answered on demand, on its way to Postgres. */
  readonly ANSWERS: Queue<string>;
  readonly ALIASES: DurableObjectNamespace<Aliases>;
}
