// Which bindings this Worker has.
import type { DatabaseEnv } from '../../db/client.ts';

export interface Bindings extends DatabaseEnv {
  readonly LAKE: R2Bucket;
}
