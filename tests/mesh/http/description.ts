// The OpenAPI description against everything that was seen: comes last.
import { describe, expect, it } from 'vitest';
import { operationsOf } from '../../../workers/gateway/testing/interface.ts';
import type { Gateway } from './gateway.ts';

export function description(gateway: Gateway): void {
  const { bare } = gateway;
  it('has met no bug on the way', () => {
    expect(
      gateway.installation.logs.map(({ message }) => message).filter((line) => line.includes('"event":"bug"')),
    ).toEqual([]);
  });

  describe('the description', () => {
    it('documents the statuses it gives, and gives those it documents', async () => {
      expect((await bare('/')).status).toBe(200);
      expect((await bare('/', { headers: { Accept: 'image/png' } })).status).toBe(406);
      expect((await bare('/docs')).status).toBe(200);
      expect((await bare('/readyz')).status).toBe(200);
      // Every dataset and every model has the same routes by the same code: what one of them gave, the others give.
      const familyOf = (path: string): string =>
        path
          .replace(/^\/v1\/datasets\/[a-z-]+\/rows$/, '/v1/datasets/…/rows')
          .replace(/^\/v1\/[a-z-]+\/stats$/, '/v1/…/stats')
          .replace(/^\/v1\/models\/[a-z-]+\/predict$/, '/v1/models/…/predict')
          .replace(/\/versions\/\{version\}/, '');
      const families = new Map(
        operationsOf(gateway.document).map(({ method, path, operation }) => [
          operation.operationId,
          `${method} ${familyOf(path)}`,
        ]),
      );
      const inFamily = (one: string) => one.replace(/^\w+/, (id) => families.get(id) ?? id);
      const given = new Set([...gateway.seen].map(inFamily));
      const documented = operationsOf(gateway.document).flatMap(({ operation }) =>
        Object.keys(operation.responses).map((status) => inFamily(`${operation.operationId} ${status}`)),
      );
      // guarded.test.ts asks these of every operation: a limit used up, a gateway alone, a key without the scope.
      const ofEveryOperation = / (400|401|403|429|503)$/;
      expect(gateway.seen.size).toBeGreaterThan(50);
      expect([...given].filter((one) => !documented.includes(one))).toEqual([]);
      expect(documented.filter((one) => !given.has(one) && !ofEveryOperation.test(one))).toEqual([]);
    });
  });
}
