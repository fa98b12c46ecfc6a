// Requests as they should not be, and what each gets: asked of the gateway in this process, and again over HTTP.
import { HOSTILE_BODIES } from './bodies.ts';
import { HOSTILE_TYPES } from './methods-and-types.ts';
import { HOSTILE_PATHS } from './paths.ts';
import { HOSTILE_QUERIES } from './queries.ts';
import type { Hostile } from './request.ts';

export const HOSTILE: readonly Hostile[] = [...HOSTILE_QUERIES, ...HOSTILE_PATHS, ...HOSTILE_TYPES, ...HOSTILE_BODIES];
