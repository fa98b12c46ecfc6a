// The interface described: OpenAPI 3.1 from the routes themselves, the page that shows it, and the files the page loads.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import { etagOf, keep } from '../cached.ts';
import type { Gateway } from '../env.ts';
import { openApiDocument } from '../openapi.ts';
import { asset, page } from '../pages.ts';
import { answers, createRoute, open } from '../route.ts';

const description = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'openapi',
  tags: ['service'],
  summary: 'This description',
  ...open,
  responses: answers(
    {
      200: {
        description: 'OpenAPI 3.1',
        content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
      },
      304: { description: 'As in If-None-Match' },
    },
    429,
  ),
});
const docs = createRoute({
  method: 'get',
  path: '/docs',
  operationId: 'docs',
  tags: ['service'],
  summary: 'This description as a page',
  ...open,
  responses: answers({ 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } } }, 429),
});

export function docsRoutes(app: OpenAPIHono<Gateway>): void {
  // Made when first asked for: a start that nobody asks is not slower for it.
  let made: { readonly body: string; readonly etag: string } | undefined;
  app.openapi(description, async (c) => {
    if (!made) {
      const body = JSON.stringify(openApiDocument(app));
      made = { body, etag: await etagOf(body) };
    }
    return keep(c, { ...made, type: 'application/json', cacheControl: 'public, max-age=300' });
  });
  app.openapi(docs, (c) => page(c, 'docs.html'));
  app.get('/assets/*', (c) => asset(c, c.req.path));
}
