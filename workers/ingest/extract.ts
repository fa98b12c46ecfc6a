// Runs the conversation a source asks for, and keeps what it hears. Knows nothing of any source.
import { ShapeError, type Source } from '../../data/dataset.ts';
import type { TimeWindow } from '../../data/time.ts';
import { ask, type Staged } from './ask.ts';
import type { Vault } from './privacy/vault.ts';
import type { Shell } from './shell.ts';

/** What asking needs: the shell, and how answers are kept. */
export type Asker = Shell & { readonly vault: Vault };

export type Extraction =
  | { readonly kind: 'staged'; readonly objects: readonly Staged[] }
  | { readonly kind: 'wait'; readonly seconds: number; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

export async function extract(
  shell: Asker,
  { source, window, stagingPrefix }: { source: Source; window: TimeWindow; stagingPrefix: string },
): Promise<Extraction> {
  const objects: Staged[] = [];
  // Before anybody is asked for what could not be kept.
  await shell.vault.unlock();
  try {
    const { from, to } = window;
    const conversation = source.fetch({ from, to }, (name) => mustHave(shell, name), shell.clock());
    for (let turn = conversation.next(); !turn.done; ) {
      const stagingKey = `${stagingPrefix}${objects.length}`;
      const reply = await ask(shell, turn.value, { stagingKey, secrets: source.secrets });
      if (reply.kind === 'wait') return reply;
      if (reply.kind === 'refused') return { kind: 'failed', why: reply.why };
      if (reply.stored) objects.push(reply.stored);
      turn = conversation.next(reply.answer);
    }
  } catch (error) {
    if (error instanceof ShapeError) return { kind: 'failed', why: error.message };
    throw error;
  }
  if (objects.length === 0) return { kind: 'failed', why: 'asked for no data' };
  return { kind: 'staged', objects };
}

function mustHave(shell: Shell, name: string): string {
  const secret = shell.secret(name);
  if (!secret) throw new Error(`a source asks for the secret ${name}, which it does not declare or nobody has set`);
  return secret;
}
