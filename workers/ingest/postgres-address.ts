// The URL of a Postgres as what a driver needs, or why it cannot be used. Never repeats the URL: it holds a password.
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** With it, the certificate must be one that this platform trusts, and be made out to the host. */
  readonly tls: boolean;
}

const ENCRYPTED = new Set(['require', 'verify-ca', 'verify-full', 'true']);
const PLAIN = new Set(['disable', 'false']);
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

const WANT = 'want postgres://user:password@host:port/database?sslmode=verify-full';

/** A sentence about the URL where it is none that we use. */
export function postgresAddress(url: string): PostgresAddress | string {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) return `is no URL of a Postgres, ${WANT}`;
  const { hostname, port, pathname, username, password, searchParams } = parsed;
  const database = decoded(pathname.slice(1));
  const user = decoded(username);
  const secret = decoded(password);
  if (!hostname || !database || !user || secret === null) return `names no host, user or database, ${WANT}`;
  // Nothing said means encrypted, but on this very machine.
  const mode =
    searchParams.get('sslmode') ?? searchParams.get('ssl') ?? (LOOPBACK.has(hostname) ? 'disable' : 'verify-full');
  // `prefer` and `allow` would let whoever stands between us switch the encryption off.
  if (!ENCRYPTED.has(mode) && !PLAIN.has(mode))
    return `leaves it open whether to encrypt (sslmode is ${mode.slice(0, 20)}), ${WANT}, or sslmode=disable in a network of one's own`;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 5432),
    database,
    username: user,
    password: secret,
    tls: ENCRYPTED.has(mode),
  };
}

export const isLoopback = ({ host }: PostgresAddress): boolean => LOOPBACK.has(host);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
