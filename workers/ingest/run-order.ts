// What a run is told to do: the parameters of its Workflow, and all that is needed to start it again.
import type { Instant } from '../../data/time.ts';

export const TRIGGERS = ['cron', 'request', 'push', 'upload', 'replay'] as const;
export type Trigger = (typeof TRIGGERS)[number];

export interface RunOrder {
  /** Also the id of the Workflow instance: at most 100 of [a-zA-Z0-9_-]. */
  readonly id: string;
  readonly dataset: string;
  readonly feed: string;
  readonly trigger: Trigger;
  readonly requestId: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Says what would change, and changes nothing. */
  readonly dry?: boolean;
}

/** Feeds that no dataset declares and every dataset has: rows that clients push, files that people send, the lake itself. */
export const PUSH_FEED = 'push';
export const UPLOAD_FEED = 'upload';
export const REPLAY_FEED = 'replay';

/** `20261121T0130Z`: an instant inside an id. */
export function compact(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}
