// Questions of several requests in one call to another Worker: while a call is under way, the next ones gather. A call costs more than most answers. Knows no bindings.
import { within } from '../mesh/within.ts';

/** Nobody waits longer for the call before: it is slow, or the request that carried it was ended. */
const PATIENCE_MS = 50;
/** A call holds 32 MiB, there and back. */
const MOST_PER_CALL = 100;

export interface Asking<Question, Answer> {
  readonly question: Question;
  /** One call for all that gathered, in their order; a request of its own carries it. */
  readonly call: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  /** Keeps the carrying request alive when its own client hangs up: others wait for what it brings. */
  readonly later: (work: Promise<unknown>) => void;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Flight {
  readonly since: number;
  /** Told when it is over, if somebody waits for that. */
  landed: () => void;
}

/** Each request awaits a promise of its own, which another settles. It needs something else to wait for meanwhile, as its deadline: what awaits nothing but others, workerd takes for hung. */
export type Together<Question, Answer> = (asking: Asking<Question, Answer>) => Promise<Answer>;

/** One for each line of questions: the lines of an isolate never wait for one another. */
export function lines<Question, Answer>(): (name: string) => Together<Question, Answer> {
  const made = new Map<string, Together<Question, Answer>>();
  return (name) => {
    const line = made.get(name) ?? together<Question, Answer>();
    made.set(name, line);
    return line;
  };
}

export function together<Question, Answer>(): Together<Question, Answer> {
  let gathered: Waiting<Question, Answer>[] = [];
  let flight: Flight | null = null;

  async function carry(call: Asking<Question, Answer>['call']): Promise<void> {
    if (flight && !isLate(flight)) {
      const turn = Promise.withResolvers<void>();
      flight.landed = turn.resolve;
      await within(PATIENCE_MS, turn.promise).catch(() => undefined);
    }
    const all = gathered;
    gathered = [];
    // Another request has carried them meanwhile.
    if (all.length === 0) return;
    const mine: Flight = { since: Date.now(), landed: () => {} };
    flight = mine;
    const parts = Array.from({ length: Math.ceil(all.length / MOST_PER_CALL) }, (_, i) =>
      all.slice(i * MOST_PER_CALL, (i + 1) * MOST_PER_CALL),
    );
    let underWay = parts.length;
    const back = () => {
      if (--underWay > 0) return;
      if (flight === mine) flight = null;
      mine.landed();
    };
    await Promise.all(parts.map((part) => fly(part, call, back)));
  }

  return ({ question, call, later }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    gathered.push({ question, since: Date.now(), resolve, reject });
    // The first carries all; where it does not come, whoever asks next.
    if (gathered.length === 1 || isLate(gathered[0]!)) later(carry(call));
    return promise;
  };
}

/** Never rejects: those who asked are told. */
async function fly<Question, Answer>(
  part: readonly Waiting<Question, Answer>[],
  call: Asking<Question, Answer>['call'],
  back: () => void,
): Promise<void> {
  try {
    const told = await call(part.map(({ question }) => question)).finally(back);
    if (told.length !== part.length) throw new Error(`got ${told.length} answers, want ${part.length}`);
    for (const [i, { resolve }] of part.entries()) resolve(told[i]!);
  } catch (error) {
    for (const { reject } of part) reject(error);
  }
}

const isLate = ({ since }: { readonly since: number }): boolean => Date.now() - since >= PATIENCE_MS;
