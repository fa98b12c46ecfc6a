// One question, to a database or over HTTP. An answer for the lake is streamed there; what a server says of itself (busy, broken) becomes a value or an error.
import { type Answer, type HttpQuestion, isSql, type Question } from '../../data/dataset.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import { askDatabase } from './ask-database.ts';
import type { Asker } from './extract.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { rewritten } from './simulator.ts';
import { type Stored, stage } from './staging.ts';

export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly stored?: Staged }
  /** The server is there and asks us to come back later. */
  | { readonly kind: 'wait'; readonly seconds: number; readonly why: string }
  /** Asking the same again would give the same. */
  | { readonly kind: 'refused'; readonly why: string };

export interface Staged extends Stored {
  readonly key: string;
  readonly fetchedAt: Instant;
}

/** Where 429 comes without Retry-After. */
const DEFAULT_WAIT_SECONDS = 30;

export interface Asking {
  readonly stagingKey: string;
  /** Names of the secrets of the source that asks: one may be the very URL. */
  readonly secrets: readonly string[];
}

/** Throws when the network, the time or the server fails: the step is tried again. */
export async function ask(shell: Asker, question: Question, asking: Asking): Promise<Reply> {
  return isSql(question) ? askDatabase(shell, question, asking.stagingKey) : askHttp(shell, question, asking);
}

async function askHttp(shell: Asker, question: HttpQuestion, { stagingKey, secrets }: Asking): Promise<Reply> {
  const { method, url, headers = {}, body, answer } = question;
  const { host, pathname } = new URL(url);
  // The path of a link that was shared is what opens it: where the host is from a secret, nothing of the URL is said.
  const secret = secrets.find((name) => URL.parse(shell.secret(name) ?? '')?.host === host);
  const what = `${method} ${secret ?? `${host}${pathname}`}`;
  const fetchedAt = shell.clock();
  const response = await fetch(rewritten(shell.simulator, url), {
    method,
    headers: { 'user-agent': 'wattmesh', ...headers },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(shell.answerTimeout),
  }).catch((error: unknown) => {
    if (isTimeout(error)) throw new Error(`${what}: ${reasonOf(error, shell)}`);
    // What fetch says means nothing to people, and may hold the URL: it goes to the log, or nowhere.
    throw new Error(`${what}: could not be reached`, secret === undefined ? { cause: error } : {});
  });
  const { status } = response;
  if (status === 429 || (status === 503 && response.headers.has('retry-after'))) {
    await response.body?.cancel();
    const seconds = retryAfterSeconds(response.headers.get('retry-after'), shell.clock()) ?? DEFAULT_WAIT_SECONDS;
    return { kind: 'wait', seconds, why: `${what} answered ${status}, retry after ${seconds} s` };
  }
  if (status >= 500) {
    await response.body?.cancel();
    throw new Error(`${what} answered ${status} at ${formatInstant(fetchedAt)}`);
  }
  if (answer === 'json') return readJson(response, what, shell);
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return { kind: 'refused', why: `${what} answered ${status}` };
  }
  const stored = await stage(shell, stagingKey, response.body).catch((error: unknown) => {
    throw new Error(`${what}: the answer broke off: ${reasonOf(error, shell)}`);
  });
  return { kind: 'answer', answer: { status }, stored: { ...stored, key: stagingKey, fetchedAt } };
}

async function readJson(response: Response, what: string, shell: Asker): Promise<Reply> {
  const text = await response.text().catch((error: unknown) => {
    throw new Error(`${what}: the answer broke off: ${reasonOf(error, shell)}`);
  });
  try {
    const json: unknown = JSON.parse(text);
    return { kind: 'answer', answer: { status: response.status, json } };
  } catch {
    // Only the status: the body may hold a token.
    return { kind: 'refused', why: `${what} answered ${response.status} with something that is no JSON` };
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

function reasonOf(error: unknown, { answerTimeout }: Asker): string {
  if (isTimeout(error)) return `no answer within ${answerTimeout} ms`;
  return error instanceof Error ? error.message : String(error);
}
