// Schemas that routes point at by name, and those of them that only a reader of the description needs. No I/O.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Gateway } from './env.ts';

type App = OpenAPIHono<Gateway>;
type Describe = (registry: App['openAPIRegistry']) => void;
const later = new WeakMap<App, Describe[]>();

export const schemaNamed = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** An isolate that nobody asks for the description never makes what is only in it. */
export function describeLater(app: App, describe: Describe): void {
  const others = later.get(app);
  if (others) others.push(describe);
  else later.set(app, [describe]);
}

export function describeNow(app: App): void {
  const waiting = later.get(app) ?? [];
  later.delete(app);
  for (const describe of waiting) describe(app.openAPIRegistry);
}
