// Questions of several requests in one call to another Worker: while a call is under way, the next ones gather. A call costs more than most answers. Knows no bindings.

/** Nobody waits longer for the call before: it is slow, or the request that carried it was ended. */
const PATIENCE_MS = 50;

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
  /** Told when it is over. */
  readonly next: (() => void)[];
}

export type Together<Question, Answer> = (asking: Asking<Question, Answer>) => Promise<Answer>;

/** One per isolate. In workerd a request may settle what another awaits, but must not await what another made: each waits for a promise of its own. */
export function together<Question, Answer>(clock: () => number = Date.now): Together<Question, Answer> {
  let gathered: Waiting<Question, Answer>[] = [];
  let flight: Flight | null = null;

  const isLate = ({ since }: { readonly since: number }): boolean => clock() - since >= PATIENCE_MS;

  async function carry(call: Asking<Question, Answer>['call']): Promise<void> {
    if (flight && !isLate(flight)) {
      const turn = Promise.withResolvers<void>();
      flight.next.push(turn.resolve);
      await turn.promise;
    }
    const all = gathered;
    gathered = [];
    // Another request has carried them meanwhile.
    if (all.length === 0) return;
    const mine: Flight = { since: clock(), next: [] };
    flight = mine;
    try {
      const told = await call(all.map(({ question }) => question));
      if (told.length !== all.length) throw new Error(`got ${told.length} answers, want ${all.length}`);
      for (const [i, { resolve }] of all.entries()) resolve(told[i]!);
    } catch (error) {
      for (const { reject } of all) reject(error);
    } finally {
      if (flight === mine) flight = null;
      for (const go of mine.next) go();
    }
  }

  return ({ question, call, later }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    gathered.push({ question, since: clock(), resolve, reject });
    // The first carries all; where it does not come, whoever asks next.
    if (gathered.length === 1 || isLate(gathered[0]!)) later(carry(call));
    return promise;
  };
}
