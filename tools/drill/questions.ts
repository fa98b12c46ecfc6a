// What a client asks while a drill is on, again and again: the forecast, an answer on demand of a series and of a record, an inference. Judges nothing.
import { stepsIn } from '../../data/grid.ts';
import { formatInstant } from '../../data/time.ts';
import { models } from '../../models/catalogue.gen.ts';
import type { Journal } from './journal.ts';
import type { DrilledProduct } from './product.ts';
import { type PlacedRow, rowsOfForecast, rowsOfRequest, Said } from './told-rows.ts';

export const SERIES = models['load-day-ahead'];
export const RECORD = models['city-score'];

export const QUESTIONS = ['forecast', 'predict a series', 'predict a record', 'infer'] as const;
export type Question = (typeof QUESTIONS)[number];

export interface Answered {
  readonly question: Question;
  /** Milliseconds since the case began. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** 0 where nobody answered. */
  readonly status: number;
  readonly release?: string | undefined;
  /** Of the first row. */
  readonly source?: string | undefined;
  readonly reason?: string | undefined;
  readonly requestId?: string | undefined;
  readonly issuedAt?: string | undefined;
  /** What is to be found in Postgres afterwards: an answer is logged, a forecast is stored. */
  readonly rows: readonly PlacedRow[];
}

export type Ask = (question: Question, journal: Journal) => Promise<Answered>;

export function askerOf({ url, apiKey }: Pick<DrilledProduct, 'url' | 'apiKey'>): Ask {
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
  const city = RECORD.examples[0]?.input;
  const features = RECORD.features.map((_, i) => (i + 0.5) / RECORD.features.length);
  const tensor = { name: 'features', shape: [1, features.length], datatype: 'FP32', data: features };
  const asked: Readonly<Record<Question, () => readonly [string, RequestInit]>> = {
    forecast: () => [`/v1/models/${SERIES.id}/forecast`, {}],
    'predict a series': () => {
      const hours = stepsIn(SERIES.horizon.step, SERIES.horizon.window(Date.now()));
      return [`/v1/models/${SERIES.id}/predict`, post({ valid_at: hours.map(formatInstant) })];
    },
    'predict a record': () => [`/v1/models/${RECORD.id}/predict`, post({ rows: [city] })],
    infer: () => [`/v2/models/${RECORD.id}/infer`, post({ inputs: [tensor] })],
  };
  const headers = { 'X-API-Key': apiKey, 'Content-Type': 'application/json' };

  return async (question, journal) => {
    const [path, init] = asked[question]();
    const askedAt = journal.elapsed();
    try {
      const response = await fetch(url + path, { ...init, headers });
      const said = Said.parse(await response.json());
      const [first] = said.rows ?? [];
      const requestId = response.headers.get('x-request-id') ?? undefined;
      return {
        question,
        askedAt,
        answeredAt: journal.elapsed(),
        status: response.status,
        release: said.release ?? said.model_version,
        source: first?.source,
        reason: first?.reason ?? said.detail,
        requestId,
        issuedAt: said.issued_at,
        rows: question === 'forecast' ? rowsOfForecast(said) : rowsOfRequest(said, requestId ?? ''),
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      return { question, askedAt, answeredAt: journal.elapsed(), status: 0, reason, rows: [] };
    }
  };
}

export interface AskedMeanwhile {
  readonly answers: readonly Answered[];
  /** Ends when each question under way is answered. */
  stop(): Promise<readonly Answered[]>;
}

/** Each question in a loop of its own, so many times at once. A line of the journal whenever what is said has changed. */
export function askMeanwhile(
  ask: Ask,
  journal: Journal,
  {
    questions = QUESTIONS,
    atOnce = 1,
    pauseMs = 100,
  }: { readonly questions?: readonly Question[]; readonly atOnce?: number; readonly pauseMs?: number } = {},
): AskedMeanwhile {
  const answers: Answered[] = [];
  const last = new Map<Question, string>();
  let isOver = false;
  const loops = questions.flatMap((question) =>
    Array.from({ length: atOnce }, async () => {
      while (!isOver) {
        const answered = await ask(question, journal);
        answers.push(answered);
        const said = textOf(answered);
        if (last.get(question) !== said) journal.say(said);
        last.set(question, said);
        // Whoever is refused a connection tries again as fast as it can, which helps nobody.
        await new Promise((resolve) => setTimeout(resolve, answered.status === 0 ? Math.max(pauseMs, 20) : pauseMs));
      }
    }),
  );
  return {
    answers,
    async stop() {
      isOver = true;
      await Promise.all(loops);
      return answers;
    },
  };
}

function textOf({ question, status, release, source, reason }: Answered): string {
  const what =
    status === 0 ? 'no answer' : [status, source, release && `release ${release}`].filter(Boolean).join(', ');
  return `${question.padEnd(16)} ${what}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `812 answers, all 200`, or how many of each other status. */
export function statusesOf(answers: readonly Answered[]): string {
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  const others = [...counts].filter(([status]) => status !== 200);
  const rest = others.map(([status, count]) => `${count} of ${status === 0 ? 'no answer' : status}`).join(', ');
  return `${answers.length} answers, ${rest || 'all 200'}`;
}

export const areAll200 = (answers: readonly Answered[]): boolean =>
  answers.length > 0 && answers.every(({ status }) => status === 200);
