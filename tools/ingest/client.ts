// The public API as the command line asks it: JSON in, JSON out, and a refusal as a sentence.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../root.ts';

const Problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** The API has understood, and says no. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, json: unknown) {
    const { data: problem } = Problem.safeParse(json);
    const faults = problem?.errors?.map(({ pointer, detail }) => `\n  ${pointer} ${detail}`).join('') ?? '';
    super(problem ? `${problem.title}: ${problem.detail ?? ''}${faults}` : `answered ${status}`);
    this.status = status;
  }
}

export type Client = ReturnType<typeof clientOf>;

export function clientOf({ url, key }: { readonly url: string; readonly key: string }) {
  return async (
    path: string,
    {
      method,
      type = 'application/json',
      body,
      headers,
    }: {
      readonly method?: 'POST' | 'PUT' | 'DELETE';
      readonly type?: string;
      readonly body?: BodyInit;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { 'x-api-key': key, ...(hasType(body) && { 'content-type': type }), ...headers },
      ...(body !== undefined && { body, duplex: 'half' }),
    });
    const json: unknown = await response.json().catch(() => undefined);
    if (response.ok) return json;
    throw new Refused(response.status, json);
  };
}

/** A form says itself where its parts end. */
const hasType = (body: BodyInit | undefined): boolean => body !== undefined && !(body instanceof FormData);

/** What `npm start` runs here, unless somebody says otherwise. */
export function addressOf(given: { readonly url?: string | undefined; readonly key?: string | undefined }) {
  const home = process.env['WATTMESH_HOME'] ?? join(ROOT, '.local');
  const running = () => z.object({ url: z.string() }).parse(JSON.parse(kept(home, 'running.json'))).url;
  return {
    url: (given.url ?? process.env['WATTMESH_URL'] ?? running()).replace(/\/$/, ''),
    key: given.key ?? process.env['WATTMESH_KEY'] ?? kept(home, 'api-key').trim(),
  };
}

function kept(home: string, name: string): string {
  try {
    return readFileSync(join(home, name), 'utf8');
  } catch {
    throw new Error(`${join(home, name)} cannot be read: run npm start first, or give --url and --key`);
  }
}
