// The log of what this isolate answered on demand: gathered for a moment, then sent to the queue in few messages. Never on a request's path.
import type { Log } from '../mesh/log.ts';
import { chunksOf, type LoggedAnswer, linesOf } from './answer-lines.ts';

/** What is answered leaves the isolate this late at most. */
const GATHER_MS = 250;
/** More rows than this are not waited upon: they would be held in memory. */
const FULL_ROWS = 1_000;
/** A request that was cancelled cannot finish its flush: after this long another one takes over. */
const ABANDONED_MS = 10_000;
/** Of 128 KB: what is not ASCII takes more bytes than characters. */
const MESSAGE_CHARACTERS = 90_000;
/** What would take more messages lies in the lake, and the messages say where. */
const MESSAGES_WITH_LINES = 2;
const OBJECT_CHARACTERS = 1_000_000;

/** Where lines lie until they are in Postgres: the tick stores whatever it finds there. */
export const WAITING = 'answers/';

/** The lake, as far as it is written to here. */
interface Keeper {
  put(key: string, lines: string, options: R2PutOptions): Promise<unknown>;
}

export interface AnswerLog {
  add(answered: LoggedAnswer): void;
  /** For `waitUntil`, after each answer. Never throws. Null while another request gathers for all: most answers cost nothing then. */
  flush(): Promise<void> | null;
}

/** Of an isolate. Each has a queue of its own: nobody who asks for one row waits behind ten thousand. */
export interface AnswerLogs {
  /** Of questions of few rows. */
  readonly few: AnswerLog;
  readonly many: AnswerLog;
}
const FEW_ROWS = 250;

/** One per queue of an isolate. Each request sends for itself: a promise of another request's I/O must not be awaited in workerd. */
export function answerLog({
  queue,
  lake,
  log,
  isQueueDurable = true,
  clock = Date.now,
  wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
}: {
  readonly queue: { sendBatch(messages: Iterable<MessageSendRequest<string>>): Promise<unknown> };
  readonly lake: Keeper;
  readonly log: Log;
  /** Where it forgets with its process, the lake holds all lines and the queue only says where. */
  readonly isQueueDurable?: boolean;
  readonly clock?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}): AnswerLog {
  let pending: LoggedAnswer[] = [];
  let rows = 0;
  let gatheringSince: number | null = null;
  /** Until the queue or the lake has them: the request that carries them may be cancelled, and the next takes them over. */
  let underway: { readonly answered: readonly LoggedAnswer[]; readonly since: number }[] = [];

  const isAbandoned = ({ since }: { readonly since: number }) => clock() - since >= ABANDONED_MS;

  function taken(): readonly LoggedAnswer[] {
    const all = [...underway.filter(isAbandoned).flatMap(({ answered }) => answered), ...pending];
    underway = underway.filter((one) => !isAbandoned(one));
    pending = [];
    rows = 0;
    return all;
  }

  async function send(answered: readonly LoggedAnswer[]): Promise<void> {
    const lines = linesOf(answered);
    const chunks = chunksOf(lines, MESSAGE_CHARACTERS);
    try {
      const isForLake = !isQueueDurable || chunks.length > MESSAGES_WITH_LINES;
      const bodies = isForLake ? await kept(lines) : chunks;
      await queue.sendBatch(bodies.map((body) => ({ body, contentType: 'text' as const })));
    } catch (error) {
      log.warn('answers_not_queued', { error });
      // Those that lie there already do so twice then, and are stored once.
      await kept(lines);
    }
  }

  async function kept(lines: readonly string[]): Promise<string[]> {
    const keys: string[] = [];
    for (const chunk of chunksOf(lines, OBJECT_CHARACTERS)) keys.push(await setAside(lake, chunk));
    return keys;
  }

  async function gathered(): Promise<void> {
    const turn = clock();
    gatheringSince = turn;
    await wait(GATHER_MS);
    if (gatheringSince === turn) gatheringSince = null;
    await carried();
  }

  async function carried(): Promise<void> {
    // To write down ten thousand rows takes a while: the answer leaves first.
    await wait(0);
    const answered = taken();
    if (answered.length === 0) return;
    const parcel = { answered, since: clock() };
    underway.push(parcel);
    try {
      await send(answered);
    } catch (error) {
      log.error('answers_lost', { rows: answered.reduce((sum, one) => sum + one.rows.length, 0), error });
    } finally {
      underway = underway.filter((one) => one !== parcel);
    }
  }

  return {
    add(answered) {
      if (answered.rows.length === 0) return;
      pending.push(answered);
      rows += answered.rows.length;
    },
    flush() {
      if (rows === 0 && !underway.some(isAbandoned)) return null;
      if (rows >= FULL_ROWS) return carried();
      const isGathering = gatheringSince !== null && clock() - gatheringSince < ABANDONED_MS;
      return isGathering ? null : gathered();
    },
  };
}

/** What a request brings along to have its answer remembered. */
export interface Logging {
  readonly requestId: string;
  readonly logs: AnswerLogs;
  /** For work that may end after the answer was sent. */
  readonly later: (work: Promise<unknown>) => void;
  readonly clock?: () => number;
}

export function remember(
  { requestId, logs, later, clock = Date.now }: Logging,
  /** Of the whole question: a stream is answered in pieces. */
  askedRows: number,
  answered: Omit<LoggedAnswer, 'requestId' | 'createdAt'>,
): void {
  const log = askedRows > FEW_ROWS ? logs.many : logs.few;
  log.add({ requestId, createdAt: clock(), ...answered });
  const sending = log.flush();
  if (sending) later(sending);
}

/** Its key. */
export async function setAside(lake: Keeper, lines: string): Promise<string> {
  const key = `${WAITING}${crypto.randomUUID()}.ndjson`;
  await lake.put(key, lines, { httpMetadata: { contentType: 'application/x-ndjson' } });
  return key;
}
