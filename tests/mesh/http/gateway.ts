// One mesh for all that is asked of the gateway over HTTP: each answer is noted, and held to its description.
import { afterAll, beforeAll, expect } from 'vitest';
import { mismatch, type OpenApi, operationOf } from '../../../workers/gateway/testing/interface.ts';
import { type Installation, startInstallation } from '../installation.ts';

export type Gateway = ReturnType<typeof gatewayOfAMesh>;

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const DAY = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
export const ROWS = `/v1/datasets/consumption/rows?from=${DAY.from}&to=${DAY.to}`;

/** Starts with the test file that calls it, and stops with it. */
export function gatewayOfAMesh() {
  let installation: Installation;
  let document: OpenApi;
  const seen = new Set<string>();

  beforeAll(async () => {
    installation = await startInstallation();
    document = await (await fetch(`${installation.mesh.url}/openapi.json`)).json();
  });
  afterAll(() => installation.stop());

  /** Remembers which operation gave which status, and holds each JSON body to its description. */
  async function noted(method: string, path: string, response: Response): Promise<Response> {
    const documented = operationOf(document, method, path);
    if (!documented) return response;
    const { operation } = documented;
    seen.add(`${operation.operationId} ${response.status}`);
    const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
    if (/json$/.test(type) && !/ndjson$/.test(type)) {
      expect(mismatch(document, operation, response.status, type, await response.clone().json())).toBeNull();
    }
    return response;
  }
  /** With a key that has every scope. */
  const ask = async (path: string, init: RequestInit = {}) =>
    noted(init.method ?? 'GET', path, await installation.ask(path, init));
  return {
    get installation() {
      return installation;
    },
    get document() {
      return document;
    },
    /** `operation status`, for each that was given. */
    seen,
    noted,
    ask,
    /** Without a key. */
    bare: async (path: string, init: RequestInit = {}) =>
      noted(init.method ?? 'GET', path, await fetch(installation.mesh.url + path, init)),
    /** The status a run ended with. */
    async ended(run: string) {
      const status = async () => (await (await ask(`/v1/runs/${run}`)).json()).status;
      await expect.poll(status, { timeout: 60_000, interval: 100 }).toMatch(/succeeded|failed/);
      return status();
    },
  };
}
