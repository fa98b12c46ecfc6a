// GET /metrics: what was asked and what is in progress, also after a reader went away.
import { describe, expect, it } from 'vitest';
import { type Gateway, ROWS } from './gateway.ts';

export function metrics(gateway: Gateway): void {
  const { bare } = gateway;

  /** /metrics itself is being answered while it counts. */
  async function inProgress(): Promise<number> {
    const text = await (await bare('/metrics')).text();
    return Number(/^api_requests_in_progress (\d+)$/m.exec(text)?.[1]);
  }

  describe('an answer nobody waits for', () => {
    it('is not in progress any more', async () => {
      const reading = new AbortController();
      const response = await gateway.installation.ask(`${ROWS}&format=csv`, { signal: reading.signal });
      await response.body?.getReader().read();
      reading.abort();
      await gateway.installation.ask(`${ROWS}&format=csv`, { method: 'HEAD' });
      await expect.poll(async () => inProgress(), { timeout: 15_000, interval: 200 }).toBe(1);
    });
  });

  describe('metrics', () => {
    it('count what was asked, by the pattern of the route', async () => {
      for (let i = 0; i < 20; i++) await bare('/healthz');
      await bare(`/no/such/${crypto.randomUUID()}`);
      const counted = async () => {
        const text = await (await bare('/metrics')).text();
        expect(text).not.toContain('/no/such/');
        expect(text).not.toContain('status="500"');
        expect(text).toContain('endpoint="unmatched"');
        return Number(/^api_requests_total\{method="GET",endpoint="\/healthz",status="200"\} (\d+)$/m.exec(text)?.[1]);
      };
      // One of the hostile requests asked for it too.
      await expect.poll(counted, { timeout: 10_000 }).toBe(21);
    });
  });
}
