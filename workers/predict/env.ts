// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';
import type { Aliases } from './aliases-object.ts';

export interface Bindings extends DatabaseEnv {
  readonly LAKE: R2Bucket;
  readonly ALIASES: DurableObjectNamespace<Aliases>;
}
