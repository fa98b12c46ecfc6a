// What a drill saw, as it saw it: each line with its instant and the time since its case began, and a verdict for each claim. Plays nothing.

export interface Line {
  readonly at: string;
  /** Since the case began. */
  readonly ms: number;
  readonly said: string;
}
export interface Claim {
  readonly claim: string;
  readonly ok: boolean;
  readonly got: string;
}
export interface CaseReport {
  readonly name: string;
  readonly what: string;
  readonly seconds: number;
  readonly lines: readonly Line[];
  readonly claims: readonly Claim[];
  readonly ok: boolean;
}

export interface Journal {
  say(what: string): void;
  /** What has to be true, and what was seen. */
  claim(claim: string, ok: boolean, got: string): void;
  /** Milliseconds since the case began. */
  elapsed(): number;
}

export interface Case {
  readonly name: string;
  readonly what: string;
}

/** Plays a case to its end. One that throws has failed, and says what it threw. */
export async function journalOf(
  { name, what }: Case,
  play: (journal: Journal) => Promise<void>,
  print: (text: string) => void,
): Promise<CaseReport> {
  const began = performance.now();
  const lines: Line[] = [];
  const claims: Claim[] = [];
  const elapsed = () => Math.round(performance.now() - began);
  const journal: Journal = {
    elapsed,
    say(said) {
      const line = { at: new Date().toISOString(), ms: elapsed(), said };
      lines.push(line);
      print(lineText(line));
    },
    claim(claim, ok, got) {
      claims.push({ claim, ok, got });
      journal.say(`${ok ? 'ok    ' : 'FAILED'} ${claim}: ${got}`);
    },
  };
  print(`\n=== ${name}: ${what}`);
  try {
    await play(journal);
  } catch (error) {
    journal.claim('the case is played to its end', false, error instanceof Error ? error.message : String(error));
  }
  // A case that claims nothing has shown nothing.
  const ok = claims.length > 0 && claims.every((one) => one.ok);
  const seconds = elapsed() / 1_000;
  print(`=== ${name}: ${ok ? 'ok' : 'FAILED'} (${claims.length} claims, ${seconds.toFixed(0)} s)`);
  return { name, what, seconds, lines, claims, ok };
}

const lineText = ({ at, ms, said }: Line): string => `${at}  ${`+${ms}`.padStart(7)} ms  ${said}`;
