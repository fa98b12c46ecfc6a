// The product's gateway and, behind the same door, what it is measured against: JSON through the same two Workers and back, and a page that never changes.
import { gateway } from '../../../workers/gateway/app.ts';
import { keep } from '../../../workers/gateway/cached.ts';
import { guarded } from '../../../workers/gateway/route.ts';
import type { Measured } from './predict-with-echo.ts';

const app = gateway();

app.post('/echo', guarded('predict').middleware, async (c) => {
  const { PREDICT }: { PREDICT: Measured } = Object.assign({}, c.env as never);
  return Response.json(await PREDICT.echo(await c.req.json()));
});

const pages = new Map<number, string>();

/** As many bytes as are asked for. */
app.get('/static/:bytes', guarded('read').middleware, (c) => {
  const bytes = Number(c.req.param('bytes'));
  const body = pages.get(bytes) ?? JSON.stringify('x'.repeat(Math.max(0, bytes - 2)));
  pages.set(bytes, body);
  return keep(c, { body, type: 'application/json', etag: '"static"', cacheControl: 'private, max-age=60' });
});

app.get('/wasm', guarded('read').middleware, async (c) => {
  const { PREDICT }: { PREDICT: Measured } = Object.assign({}, c.env as never);
  return Response.json(await PREDICT.wasm());
});

/** So many rows, so many times, inside the isolate of predict: nothing of it crosses a wire. */
app.post('/batch/:model/:rows/:times', guarded('predict').middleware, async (c) => {
  const { PREDICT }: { PREDICT: Measured } = Object.assign({}, c.env as never);
  const { model, rows, times } = c.req.param();
  return Response.json(await PREDICT.batch(model, Number(rows), Number(times)));
});

export default app;
