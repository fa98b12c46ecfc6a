import { expect, it } from 'vitest';
import { logger } from '../mesh/log.ts';
import { answersIn, type LoggedAnswer, type LoggedRow } from './answer-lines.ts';
import { answerLog } from './answer-log.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row = (n: number, over: Partial<LoggedRow> = {}): LoggedRow => ({
  id: id(n),
  row: n,
  entity: 'FR',
  validAt: 20_000,
  source: 'model',
  values: { load_mw: 50_000.1 },
  features: Float32Array.of(0.1, Number.NaN, Number.POSITIVE_INFINITY),
  correction: null,
  ...over,
});
const answered = (rows: readonly LoggedRow[]): LoggedAnswer => ({
  requestId: 'a-request',
  model: 'load-day-ahead',
  identity: { id: 'r1', onnx_sha256: 'a', feature_sha256: 'b' },
  issuedAt: 10_000,
  simulated: false,
  createdAt: 10_001,
  rows,
});

/** A queue and a lake that keep what they are given, or are away; a moment that passes when the test says so. */
function outside({ isQueueDurable = true } = {}) {
  const state = { queueAway: false, lakeAway: false, cancelled: false, now: 0 };
  const sent: string[][] = [];
  const objects = new Map<string, string>();
  const lines: string[] = [];
  const moments: (() => void)[] = [];
  const log = answerLog({
    queue: {
      async sendBatch(messages) {
        if (state.queueAway) throw new Error('the queue is away');
        // What a request waits for when its client has left.
        if (state.cancelled) return new Promise(() => {});
        sent.push([...messages].map(({ body }) => body));
        return undefined;
      },
    },
    lake: {
      async put(key, body) {
        if (state.lakeAway) throw new Error('the lake is away');
        objects.set(key, body);
      },
    },
    log: logger({
      worker: 'predict',
      context: { requestId: 'r', caller: 'c' },
      write: (_level, line) => lines.push(line),
    }),
    isQueueDurable,
    clock: () => state.now,
    wait: (ms) => (ms === 0 ? Promise.resolve() : new Promise((resolve) => moments.push(resolve))),
  });
  return {
    ...{ state, sent, objects, lines, log },
    pass: () => {
      for (const moment of moments.splice(0)) moment();
    },
  };
}

it('sends in one message what many requests were answered within a moment', async () => {
  const { log, sent, pass } = outside();
  const flushes = Array.from({ length: 100 }, (_, n) => {
    log.add(answered([row(n)]));
    return log.flush();
  });
  expect(sent).toEqual([]);
  pass();
  await Promise.all(flushes);
  expect(sent).toMatchObject([[expect.any(String)]]);
  const answers = answersIn(sent[0]?.[0] ?? '');
  expect(answers.map((one) => one.id)).toEqual(Array.from({ length: 100 }, (_, n) => id(n)));
  expect(answers[7]).toEqual({
    ...{ requestId: 'a-request', row: 7, id: id(7), model: 'load-day-ahead', release: 'r1' },
    ...{ onnxSha256: 'a', featureSha256: 'b', entity: 'FR', issuedAt: 10_000, validAt: 20_000 },
    ...{ source: 'model', reason: null, values: { load_mw: 50_000.1 }, correction: null },
    features: [Math.fround(0.1), Number.NaN, Number.POSITIVE_INFINITY],
    ...{ simulated: false, createdAt: 10_001 },
  });
  await log.flush();
  expect(sent).toHaveLength(1);
});

it('puts what is too much for a message into the lake, at once, and says where', async () => {
  const { log, sent, objects } = outside();
  const features = Float32Array.from({ length: 60 }, (_, i) => i / 3);
  log.add(answered(Array.from({ length: 10_000 }, (_, n) => row(n, { features }))));
  await log.flush();
  expect(sent).toEqual([[...objects.keys()]]);
  for (const lines of objects.values()) expect(lines.length).toBeLessThan(1_100_000);
  expect([...objects.values()].flatMap(answersIn).map((one) => one.row)).toEqual(
    Array.from({ length: 10_000 }, (_, n) => n),
  );
});

it('puts everything into the lake where the queue forgets, and tells the queue where', async () => {
  const { log, sent, objects, pass } = outside({ isQueueDurable: false });
  log.add(answered([row(1)]));
  const flushed = log.flush();
  pass();
  await flushed;
  expect(sent).toEqual([[...objects.keys()]]);
  expect([...objects.values()].flatMap(answersIn).map((one) => one.id)).toEqual([id(1)]);
});

it('takes over what a request carried that was cancelled on the way', async () => {
  const { log, state, sent, pass } = outside();
  state.cancelled = true;
  log.add(answered([row(1)]));
  void log.flush();
  pass();
  await new Promise((resolve) => setImmediate(resolve));
  state.cancelled = false;
  state.now = 9_999;
  log.add(answered([row(2)]));
  const second = log.flush();
  pass();
  await second;
  state.now = 10_000;
  const third = log.flush();
  pass();
  await third;
  const idsSent = sent.map((bodies) => bodies.flatMap(answersIn).map((one) => one.id));
  expect(idsSent).toEqual([[id(2)], [id(1)]]);
});

it('keeps every message below what a queue takes', async () => {
  const { log, sent, pass } = outside();
  for (let n = 0; n < 800; n++) log.add(answered([row(n)]));
  const flushed = log.flush();
  pass();
  await flushed;
  expect(sent[0]?.length).toBe(2);
  for (const body of sent[0] ?? []) expect(body.length).toBeLessThan(128_000);
});

it('leaves in the lake what the queue does not take, and says so when the lake does not either', async () => {
  const { log, state, objects, lines, pass } = outside();
  state.queueAway = true;
  const flush = async () => {
    log.add(answered([row(1)]));
    const flushed = log.flush();
    pass();
    await flushed;
  };
  await flush();
  expect([...objects.values()].flatMap(answersIn).map((one) => one.id)).toEqual([id(1)]);
  state.lakeAway = true;
  await flush();
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    'answers_not_queued',
    'answers_not_queued',
    'answers_lost',
  ]);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ rows: 1 });
});
