// What a database that we asked did wrong, in a sentence for people: never its address, its password, our SQL, a stack, or what it says itself.
import postgres from 'postgres';

export type DatabaseFault =
  /** Asking again may help: the network, the server, the time. */
  | { readonly kind: 'passing'; readonly why: string }
  /** Asking the same again would give the same. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Beginnings of SQLSTATE: connection, out of resources, operator intervention (timeouts too), I/O, serialization; and what
 * a transaction that was lost leaves behind: its cursor is gone, it stood idle or took too long.
 */
const PASSING = ['08', '25P0', '34000', '40', '53', '55', '57', '58'];

/** What to do about the refusals that somebody can mend without us. */
const NEXT_STEP: Readonly<Record<string, string>> = {
  '28P01': 'look at the user and the password in its URL',
  '28000': 'look at the user in its URL, and at what the server allows it',
  '3D000': 'look at the name of the database in its URL',
  '42P01': 'the table is gone, was renamed, or cannot be seen by this user',
  '42703': 'the column is gone or was renamed',
  '42501': 'the user in its URL may not read it',
};

/** The driver's own errors, which carry the address in their message. */
const OF_THE_DRIVER: Readonly<Record<string, string>> = {
  CONNECT_TIMEOUT: 'could not be reached in time',
  CONNECTION_CLOSED: 'broke off',
  CONNECTION_ENDED: 'broke off',
  CONNECTION_DESTROYED: 'broke off',
  SASL_SIGNATURE_MISMATCH: 'could not prove that it knows our password',
};

export function databaseFault(error: unknown, { tls }: { readonly tls: boolean }): DatabaseFault {
  if (error instanceof postgres.PostgresError) {
    const { code } = error;
    const kind = PASSING.some((beginning) => code.startsWith(beginning)) ? 'passing' : 'refused';
    return { kind, why: `answered ${code}: ${NEXT_STEP[code] ?? 'the log of that server says more'}` };
  }
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const known = typeof code === 'string' ? OF_THE_DRIVER[code] : undefined;
  // Of anything else the platform's network speaks, and does not say why.
  const unreached = tls
    ? 'could not be reached over TLS: nobody answers, or nobody whose certificate is trusted'
    : 'could not be reached';
  return { kind: 'passing', why: known ?? unreached };
}
