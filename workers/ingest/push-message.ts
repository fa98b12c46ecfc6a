// What travels through the queue for each accepted push: where it is, never the rows.
import { z } from 'zod';

export const PushMessage = z.strictObject({
  push: z.uuid(),
  dataset: z.string(),
  requestId: z.string(),
});
export type PushMessage = z.infer<typeof PushMessage>;
