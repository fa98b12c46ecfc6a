// The public API as the command line asks it: JSON in, JSON out, and a refusal as a sentence.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NotUnderstood } from '../command.ts';
import { ROOT } from '../root.ts';
import { quoted } from '../start/next-commands.ts';
import { runningFolders } from '../start/state-folders.ts';

const Problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** The API has understood, and says no. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, json: unknown, where: string) {
    const { data: problem } = Problem.safeParse(json);
    const faults = problem?.errors?.map(({ pointer, detail }) => `\n  ${pointer} ${detail}`).join('') ?? '';
    super(
      problem
        ? `${problem.title}: ${problem.detail ?? ''}${faults}`
        : `${where} answered ${status} without a reason: is it Wattmesh that runs there? ${nextStep()}`,
    );
    this.status = status;
  }
}

/** Nobody is there, or not yet. */
export class Unreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`${url} does not answer (${codeOf(cause)}). ${nextStep()}`, { cause });
  }
}

const Cause = z.object({ cause: z.object({ code: z.string().optional(), message: z.string() }) });

const codeOf = (error: unknown): string => {
  const { data } = Cause.safeParse(error);
  if (data) return data.cause.code ?? data.cause.message;
  return error instanceof Error ? error.message : String(error);
};

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
    }).catch((error: unknown) => {
      throw new Unreachable(url, error);
    });
    const json: unknown = await response.json().catch(() => undefined);
    if (response.ok && json !== undefined) return json;
    throw new Refused(response.status, json, `${url}${path}`);
  };
}

/** A form says itself where its parts end. */
const hasType = (body: BodyInit | undefined): boolean => body !== undefined && !(body instanceof FormData);

const Url = z.url({ protocol: /^https?$/ });
/** What may stand in a header. */
const Key = z.string().regex(/^[\x21-\x7e]+$/);

/** What `npm start` runs here, unless somebody says otherwise. */
export function addressOf(given: { readonly url?: string | undefined; readonly key?: string | undefined }) {
  const home = process.env['WATTMESH_HOME'] ?? join(ROOT, '.local');
  const running = () => z.object({ url: z.string() }).parse(JSON.parse(kept(home, 'running.json'))).url;
  const url = given.url ?? process.env['WATTMESH_URL'] ?? running();
  if (!Url.safeParse(url).success)
    throw new NotUnderstood(`--url: got ${url}, want where Wattmesh answers, as http://127.0.0.1:8787`);
  const key = given.key ?? process.env['WATTMESH_KEY'] ?? kept(home, 'api-key').trim();
  if (!Key.safeParse(key).success)
    throw new NotUnderstood(`--key: got ${key.length} characters that are no API key, want one as npm start keeps it`);
  return { url: url.replace(/\/$/, ''), key };
}

function kept(home: string, name: string): string {
  try {
    return readFileSync(join(home, name), 'utf8');
  } catch {
    throw new Error(`nothing runs in ${home}. ${nextStep()}`);
  }
}

/** Where something else runs on this machine, it is that which was meant. */
function nextStep(): string {
  const [first, ...others] = runningFolders();
  if (!first) return 'Want a Wattmesh that runs: run npm start first, or give --url and --key';
  const also = others.map(({ directory }) => directory).join(', ');
  return `Wattmesh runs in ${first.directory}, at ${first.url}: put WATTMESH_HOME=${quoted(first.directory)} before the command${also && `. It runs in ${also}, too`}`;
}
