// How releases and their aliases look over HTTP: schemas alone.
import { z } from '@hono/zod-openapi';
import { ALIASES } from '../mesh/releases.ts';

export const Release = z
  .object({
    id: z.string().openapi({ example: '2026-11-20-0f3a9c71' }),
    model: z.string(),
    trained_at: z.iso.datetime(),
    onnx_sha256: z.string(),
    feature_sha256: z.string(),
    metrics: z.record(z.string(), z.number()),
  })
  .openapi('Release');

export const ReleaseKept = z
  .object({
    release: Release,
    repeated: z.boolean().openapi({ description: 'True when it was kept before, with the same bytes' }),
  })
  .openapi('ReleaseKept');

export const ReleaseListed = Release.extend({
  aliases: z.array(z.enum(ALIASES)).openapi({ description: 'What it answers as' }),
  bundled: z.boolean().openapi({ description: 'It came with the Worker: what is live while nobody says otherwise' }),
}).openapi('ReleaseListed');

const percent = z.int().min(1).max(99);
export const Aliases = z
  .object({
    version: z.int().openapi({ description: 'How many changes there were: the ETag, and what If-Match wants' }),
    live: z.string().optional(),
    shadow: z.string().optional(),
    canary: z.object({ release: z.string(), percent }).optional(),
    before: z.array(z.string()).openapi({ description: 'What a rollback makes live, and those before it' }),
  })
  .openapi('Aliases');

export const AliasHistory = Aliases.extend({
  changes: z
    .array(
      z.object({
        version: z.int(),
        at: z.iso.datetime(),
        by: z.string().openapi({ description: 'Client id' }),
        reason: z.string(),
        what: z.enum([...ALIASES, 'clear', 'rollback']),
        alias: z.enum(ALIASES),
        release: z.string().optional(),
        percent: percent.optional(),
      }),
    )
    .openapi({ description: 'The newest hundred, newest first' }),
}).openapi('AliasHistory');

/** Any text is a key: `callContext` takes it from the request. */
export const stickyKey = z.object({
  'x-sticky-key': z.string().optional().openapi({
    description:
      'While a release is tried as a canary, the same key is always answered by the same one. The client, when absent',
    example: 'plant-7',
  }),
});
