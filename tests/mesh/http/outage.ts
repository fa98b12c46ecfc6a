// The database away: who needs it is told when to come back, and the others go on.
import { describe, expect, it } from 'vitest';
import { type Gateway, ROWS } from './gateway.ts';

export function databaseAway(gateway: Gateway): void {
  const { ask, bare } = gateway;
  describe('the database away', () => {
    it('is a 503 that says when to come back, and the known go on', async () => {
      await gateway.installation.takeDatabaseAway();
      try {
        const rows = await ask(ROWS);
        expect(rows.status).toBe(503);
        expect(rows.headers.get('Retry-After')).toBe('5');
        expect(await rows.text()).not.toMatch(/127\.0\.0\.1|SELECT|NeonDbError/);
        expect((await ask('/v1/models')).status).toBe(200);
        expect((await bare('/v1/models', { headers: { 'X-API-Key': 'unknown.key' } })).status).toBe(503);
        expect((await bare('/readyz')).status).toBe(503);
        expect((await bare('/healthz')).status).toBe(200);
      } finally {
        await gateway.installation.bringDatabaseBack();
      }
    });
  });
}
