// What changes who answers: each verb as the request it is. Asks for nothing but the version that stands; whether it may be is decided behind the API.
import { NotUnderstood } from '../command.ts';
import type { Client } from '../ingest/client.ts';
import { Aliases } from './listing.ts';

type Wishes = Readonly<Partial<Record<'reason' | 'percent' | 'seen', string>>>;
type Change = (asked: {
  readonly model: string;
  /** A release or an alias, as the verb wants. */
  readonly named: string | undefined;
  readonly wishes: Wishes;
}) => { readonly path: string; readonly method?: 'PUT' | 'DELETE'; readonly body?: object };

const assign =
  (verb: string, alias: string): Change =>
  ({ model, named, wishes: { reason, percent } }) => {
    if (!named) throw new NotUnderstood(`${verb} wants a release: npm run release -- list ${model} shows them`);
    if (alias !== 'canary' && percent !== undefined) throw new NotUnderstood(`--percent is a canary's, not ${verb}'s`);
    return {
      path: `aliases/${alias}`,
      method: 'PUT',
      body: { release: named, reason, ...(alias === 'canary' && { percent: percentOf(percent) }) },
    };
  };

export const CHANGES: Readonly<Record<string, Change>> = {
  promote: assign('promote', 'live'),
  shadow: assign('shadow', 'shadow'),
  canary: assign('canary', 'canary'),
  rollback: ({ named, wishes: { reason } }) => {
    if (named) throw new NotUnderstood(`rollback goes back to what was live before, got ${named}: promote names one`);
    return { path: 'rollback', body: { reason } };
  },
  clear: ({ named = 'nothing', wishes: { reason = '' } }) => {
    if (!['live', 'shadow', 'canary'].includes(named))
      throw new NotUnderstood(`clear: got ${named}, want live, shadow or canary`);
    return { path: `aliases/${named}?${new URLSearchParams({ reason })}`, method: 'DELETE' };
  },
};
function percentOf(text: string | undefined): number {
  const percent = Number(text);
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return percent;
  throw new NotUnderstood(`--percent: got ${text ?? 'nothing'}, want a whole number from 1 to 99`);
}

export async function make(
  { path: last, method, body }: ReturnType<Change>,
  { call, path, seen }: { readonly call: Client; readonly path: string; readonly seen: string | undefined },
): Promise<void> {
  const version = seen ?? String(Aliases.parse(await call(`${path}/aliases`)).version);
  await call(`${path}/${last}`, {
    ...(method && { method }),
    headers: { 'if-match': `"${version}"` },
    ...(body && { body: JSON.stringify(body) }),
  });
}
