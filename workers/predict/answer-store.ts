// Answers on their last way: out of the queue and the lake into Postgres, each exactly once by its id. While Postgres is away they wait.
import { DAY, type Duration, type Instant } from '../../data/time.ts';
import { isOvertime, refusalOf } from '../../db/outage.ts';
import type { Answer } from '../../db/queries/answers.ts';
import type { Log } from '../mesh/log.ts';
import { answersIn } from './answer-lines.ts';
import { setAside, WAITING } from './answer-log.ts';
import { type Refused, saveAllBut } from './answer-pieces.ts';

/** What a record model answered may be about a person. The first tick after this forgets it, in Postgres once it can be reached, and in the lake; the dead-letter queue forgets by itself, sooner. */
export const ANSWERS_KEPT_FOR: Duration = 30 * DAY;
const FORGOTTEN_AT_ONCE = 10_000;
/** A Postgres too slow for so few is asked again by the next tick. */
const FORGOTTEN_AT_LEAST = 100;
/** A thousand objects each. */
const PAGES_PER_TICK = 100;
/** Where what is no answer, or is refused for what it says, lies for somebody to look at: it must not stand before the others. */
const UNREAD = 'answers-unread/';
const NAMED_IN_LOG = 5;
/** Ten minutes of answers of a busy isolate; the next tick goes on. */
const OBJECTS_PER_TICK = 100;
/** At ten seconds each down to a single row: two minutes of an object that something stands before. */
const MOST_OVERTIMES = 12;
/** Then it is Postgres that is slow, and the next tick goes on. */
const SLOW_OBJECTS_PER_TICK = 3;
/** So often a message comes again while Postgres is away: then its answers wait in the lake, for as long as it takes. */
const TRIES_IN_QUEUE = 3;
const RETRY_SECONDS = 5;

export interface AnswerShelf {
  readonly lake: R2Bucket;
  readonly log: Log;
  /** False while Postgres is away; throws what it was too slow for. Storing again changes nothing. */
  save(answers: readonly Answer[]): Promise<boolean>;
  /** How many were forgotten; null while Postgres is away; throws what it was too slow for. */
  forget(old: { readonly before: Instant; readonly most: number }): Promise<number | null>;
}

/** Each message by itself: one that cannot be read holds up no other. */
export async function storeMessages(shelf: AnswerShelf, messages: readonly Message<unknown>[]): Promise<void> {
  for (const message of messages) {
    try {
      await storeMessage(shelf, message);
    } catch (error) {
      // After its retries it lies in the dead-letter queue, where somebody can look at it.
      shelf.log.error('answers_not_stored', { message: message.id, attempts: message.attempts, error });
      message.retry({ delaySeconds: RETRY_SECONDS * 2 ** message.attempts });
    }
  }
}

async function storeMessage({ lake, log, save }: AnswerShelf, message: Message<unknown>): Promise<void> {
  const { body, attempts } = message;
  if (typeof body !== 'string')
    throw new Error(`a message of ${typeof body}, want lines of JSON or the key of an object`);
  const key = body.startsWith(WAITING) ? body : null;
  const lines = key === null ? body : await linesAt(lake, key);
  // A tick was here before us.
  if (lines === null) return message.ack();
  const saved = await saveAllBut(save, answersIn(lines), { mostOvertimes: 0 });
  if (typeof saved !== 'string') {
    if (saved.ids.length > 0) await layAside({ lake, log }, key ?? `${WAITING}${message.id}.ndjson`, lines, saved);
    if (key !== null) await lake.delete(key);
    return message.ack();
  }
  if (attempts < TRIES_IN_QUEUE) {
    log.warn('answers_wait', {
      message: message.id,
      attempts,
      reason: `Postgres is ${saved}, the queue brings them again`,
    });
    return message.retry({ delaySeconds: RETRY_SECONDS * attempts });
  }
  const waiting = key ?? (await setAside(lake, lines));
  log.warn('answers_wait', { key: waiting, reason: `Postgres is ${saved}, a tick stores them` });
  message.ack();
}

/** What waits in the lake. A tick that finds Postgres away leaves all of it where it is; one object that takes too long holds up no other. */
export async function storeWaiting({ lake, log, save }: AnswerShelf): Promise<void> {
  const { objects } = await lake.list({ prefix: WAITING, limit: OBJECTS_PER_TICK });
  let slow = 0;
  for (const { key } of objects) {
    const lines = await linesAt(lake, key);
    if (lines === null) continue;
    try {
      const answers = await readOrMoved({ lake, log }, key, lines);
      if (answers === null) continue;
      const saved = await saveAllBut(save, answers, { mostOvertimes: MOST_OVERTIMES });
      if (saved === 'away') return log.warn('answers_wait', { objects: objects.length });
      if (saved === 'slow') {
        log.warn('answers_wait', { key, reason: 'Postgres is slow, the next tick goes on' });
        if (++slow === SLOW_OBJECTS_PER_TICK) return;
        continue;
      }
      if (saved.ids.length > 0) await layAside({ lake, log }, key, lines, saved);
      await lake.delete(key);
    } catch (error) {
      log.error('answers_not_stored', { key, error });
    }
  }
}

/** Null where it is no answer: then it lies aside, as it came. */
async function readOrMoved(
  { lake, log }: Pick<AnswerShelf, 'lake' | 'log'>,
  key: string,
  lines: string,
): Promise<readonly Answer[] | null> {
  try {
    return answersIn(lines);
  } catch (error) {
    const movedTo = asideOf(key);
    await lake.put(movedTo, lines);
    await lake.delete(key);
    log.error('answers_unread', { key: movedTo, error });
    return null;
  }
}

const asideOf = (key: string): string => UNREAD + key.slice(WAITING.length);

/** The whole of it, as it came: of the others among them nothing is lost, they are stored. */
async function layAside(
  { lake, log }: Pick<AnswerShelf, 'lake' | 'log'>,
  key: string,
  lines: string,
  { ids, error }: Refused,
): Promise<void> {
  await lake.put(asideOf(key), lines);
  // What Postgres says quotes what it refuses, which may be of a person: its code and the constraint do not.
  const { code, constraint } = refusalOf(error) ?? {};
  const told = { key: asideOf(key), rows: ids.length, first: ids.slice(0, NAMED_IN_LOG).join(' '), code, constraint };
  log.error('answers_refused', told);
}

interface Forgetting extends Pick<AnswerShelf, 'log' | 'forget'> {
  readonly lake: Pick<R2Bucket, 'list' | 'delete'>;
}

/** What has had its time: also what lies aside, and what was never stored, since it would be forgotten as soon as it was. */
export async function forgetOld(shelf: Forgetting, now: Instant): Promise<void> {
  const before = now - ANSWERS_KEPT_FOR;
  await Promise.all([
    forgetStored(shelf, before),
    forgetObjects(shelf, UNREAD, before),
    forgetObjects(shelf, WAITING, before),
  ]);
}

async function forgetStored({ log, forget }: Pick<Forgetting, 'log' | 'forget'>, before: Instant): Promise<void> {
  let most = FORGOTTEN_AT_ONCE;
  while (most >= FORGOTTEN_AT_LEAST) {
    try {
      const gone = await forget({ before, most });
      if (gone === null)
        return log.warn('answers_not_forgotten', {
          before: new Date(before).toISOString(),
          reason: 'Postgres is away',
        });
      if (gone < most) return;
    } catch (error) {
      if (!isOvertime(error)) throw error;
      most >>= 1;
    }
  }
  log.warn('answers_not_forgotten', { before: new Date(before).toISOString(), reason: 'Postgres is slow' });
}

async function forgetObjects(
  { lake, log }: Pick<Forgetting, 'lake' | 'log'>,
  prefix: string,
  before: Instant,
): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_PER_TICK; page++) {
    const listed: R2Objects = await lake.list({ prefix, ...(cursor !== null && { cursor }) });
    const old = listed.objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key);
    if (old.length > 0) await lake.delete(old);
    if (!listed.truncated) return;
    cursor = listed.cursor;
  }
  log.warn('answers_not_forgotten', {
    before: new Date(before).toISOString(),
    reason: `${prefix} holds more objects than a tick looks at`,
  });
}

async function linesAt(lake: R2Bucket, key: string): Promise<string | null> {
  const object = await lake.get(key);
  return object ? object.text() : null;
}
