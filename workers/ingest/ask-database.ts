// One question to a Postgres, over TCP: rows stream into the lake as they come. Never says anything of the database but the name of its secret.
import { OWN_DATABASE, type SqlQuestion } from '../../data/dataset.ts';
import { SECOND } from '../../data/time.ts';
import type { Reply } from './ask.ts';
import { databaseFault } from './database-fault.ts';
import type { Asker } from './extract.ts';
import { isLoopback, postgresAddress } from './postgres-address.ts';
import { answerLines, TooManyRows, TooSlow } from './query.ts';
import { stage } from './staging.ts';

/** Throws when trying again may help. Our own database is asked over TCP as well: Neon's HTTP answers end at 10 MB, and know no cursor. */
export async function askDatabase(shell: Asker, question: SqlQuestion, stagingKey: string): Promise<Reply> {
  const own = question.database === OWN_DATABASE;
  const what = typeof question.database === 'string' ? `the database of ${question.database}` : 'our own database';
  const url = typeof question.database === 'string' ? shell.secret(question.database) : shell.ownDatabase;
  const address = url ? postgresAddress(url) : 'is not set';
  if (typeof address === 'string') return { kind: 'refused', why: `${what}: its URL ${address}` };
  if (shell.simulator && !own && !isLoopback(address)) {
    const why = `${what} is not on this machine: in the simulated world its facts would be marked as simulated`;
    return { kind: 'refused', why };
  }
  const fetchedAt = shell.clock();
  let fault: unknown;
  async function* lines(): AsyncGenerator<Uint8Array> {
    if (typeof address === 'string') return;
    try {
      yield* answerLines(address, question, { timeout: shell.answerTimeout });
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  try {
    const stored = await stage(shell, stagingKey, lines());
    return { kind: 'answer', answer: { status: 200 }, stored: { ...stored, key: stagingKey, fetchedAt } };
  } catch (error) {
    // What is not the database's is the lake's.
    if (fault === undefined) throw error;
    if (fault instanceof TooManyRows)
      return { kind: 'refused', why: `${what} gives ${fault.message}: ask for a shorter window` };
    if (fault instanceof TooSlow) throw new Error(`${what}: no whole answer within ${shell.answerTimeout / SECOND} s`);
    const { kind, why } = databaseFault(fault, address);
    if (kind === 'refused') return { kind, why: `${what} ${why}` };
    throw new Error(`${what} ${why}`);
  }
}
