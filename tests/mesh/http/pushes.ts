// POST /v1/datasets/{id}/rows: accepted once per key.
import { describe, expect, it } from 'vitest';
import type { Gateway } from './gateway.ts';

export function pushes({ ask }: Gateway): void {
  describe('pushes', () => {
    const ROW = { area: 'FR', at: '2026-11-10T12:00:00Z', load_mw: 61_234, quality: 'definitive' };
    const push = (key: string, body: string, type = 'application/json') =>
      ask('/v1/datasets/consumption/rows', {
        method: 'POST',
        headers: { 'Content-Type': type, 'Idempotency-Key': key },
        body,
      });

    it('are accepted once per key', async () => {
      const first = await push('noon', JSON.stringify([ROW]));
      expect(first.status).toBe(202);
      const { push: id, repeated } = await first.json();
      expect(repeated).toBe(false);
      expect(await (await push('noon', JSON.stringify([ROW]))).json()).toEqual({ push: id, rows: 1, repeated: true });
    });

    it('are refused when the key comes again with another body', async () => {
      expect((await push('noon', JSON.stringify([{ ...ROW, load_mw: 61_235 }]))).status).toBe(409);
    });

    it('may be ndjson', async () => {
      const lines = [ROW, { ...ROW, at: '2026-11-10T12:15:00Z' }].map((row) => JSON.stringify(row)).join('\n');
      expect(await (await push('lines', lines, 'application/x-ndjson')).json()).toMatchObject({ rows: 2 });
    });
  });
}
