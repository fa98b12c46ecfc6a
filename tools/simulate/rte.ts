// RTE's own API, as far as it is asked: a token for client credentials, and the short-term consumption. Its refusals too.
import { DAY, type Instant, instantsIn, MINUTE, parisOffset, parseInstant, type TimeWindow } from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import { type ContentTrick, isGap } from './misbehave.ts';
import { publishedAt } from './publication.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

/** The only account there is. */
export const RTE_ACCOUNT = { id: 'simulator', secret: 'not-a-secret' } as const;
const TOKEN_SECONDS = 7_200;
const MAX_DAYS = 186;
const TYPES = ['REALISED', 'ID', 'D-1', 'D-2', 'CORRECTED'] as const;
type Type = (typeof TYPES)[number];

export const rte: SimulatedHost = {
  hosts: ['digital.iservices.rte-france.com'],
  secrets: { RTE_CLIENT_ID: RTE_ACCOUNT.id, RTE_CLIENT_SECRET: RTE_ACCOUNT.secret },
  reply: rteReply,
};

function rteReply(world: World, request: Asked): Reply {
  const { url, method } = request;
  if (url.pathname === '/token/oauth/') return method === 'POST' ? token(request) : refusal(405, 'METHOD', 'POST only');
  if (url.pathname === '/open_api/consumption/v1/short_term') return shortTerm(world, request);
  return refusal(404, 'NOT_FOUND', `${url.pathname} is not simulated`);
}

const refusal = (status: number, error: string, description: string): Reply =>
  jsonReply(status, { error, error_description: description });

function token({ authorization, now }: Asked): Reply {
  const want = `Basic ${btoa(`${RTE_ACCOUNT.id}:${RTE_ACCOUNT.secret}`)}`;
  if (authorization !== want) return refusal(401, 'invalid_client', 'Client authentication failed');
  const access_token = `simulated-${now + TOKEN_SECONDS * 1_000}`;
  return jsonReply(200, { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
}

function shortTerm(world: World, { url, authorization, now, trick }: Asked): Reply {
  const expires = Number(/^Bearer simulated-(\d+)$/.exec(authorization)?.[1] ?? Number.NaN);
  if (!(expires > now)) return refusal(401, 'invalid_token', 'The access token is missing, unknown or expired');
  const from = parseInstant(url.searchParams.get('start_date') ?? '');
  const to = parseInstant(url.searchParams.get('end_date') ?? '');
  const asked = (url.searchParams.get('type') ?? TYPES.join(',')).split(',');
  const types = TYPES.filter((type) => asked.includes(type));
  if (types.length !== asked.length) {
    const why = 'One of the enumerated field does not match with the list of expected values.';
    return refusal(400, 'CONSUMPTION_SHORTTERM_F07', why);
  }
  if (from === null || to === null || to <= from) {
    return refusal(
      400,
      'CONSUMPTION_SHORTTERM_F02',
      'start_date and end_date are wanted together, with an offset, in order.',
    );
  }
  if (to - from < DAY - 60 * MINUTE || to - from > MAX_DAYS * DAY) {
    const why = 'The API does not provide feedback on such a long or short period in one call.';
    return refusal(400, 'CONSUMPTION_SHORTTERM_F03', why);
  }
  const series = types.map((type) => seriesOf(world, type, { from, to }, now, trick));
  const extra = trick === 'extra-column' ? [{ ...seriesOf(world, 'D-1', { from, to }, now, trick), type: 'D-3' }] : [];
  return jsonReply(200, { short_term: [...series, ...extra] });
}

function seriesOf(world: World, type: Type, window: TimeWindow, now: Instant, trick: ContentTrick | undefined) {
  const published = publishedAt(now);
  const read: Readonly<Record<Type, (at: Instant) => number | null>> = {
    REALISED: (at) => (at < published.measuredByRte ? world.nation(at, 'real time').load : null),
    'D-1': (at) => (at < published.dayAheadUntil ? world.nation(at, 'real time').dayAhead : null),
    ID: (at) => (at < published.intradayUntil ? world.nation(at, 'real time').intraday : null),
    'D-2': () => null,
    CORRECTED: () => null,
  };
  const values = instantsIn(window, 15 * MINUTE).flatMap((at) => {
    const value = read[type](at);
    if (value === null || (trick === 'gap' && isGap(at))) return [];
    const point = {
      start_date: inParis(at),
      end_date: inParis(at + 15 * MINUTE),
      updated_date: inParis(Math.min(now, at + 30 * MINUTE)),
      ...(trick !== 'missing-column' && { value: trick === 'revised' ? Math.round(value * 1.01) : value }),
    };
    return trick === 'duplicates' ? [point, point] : [point];
  });
  return {
    type: trick === 'unknown-word' ? `${type}-BIS` : type,
    start_date: inParis(window.from),
    end_date: inParis(window.to),
    values,
  };
}

function inParis(at: Instant): string {
  const offset = parisOffset(at);
  return new Date(at + offset).toISOString().replace(/\.\d+Z$/, `+0${offset / 3_600_000}:00`);
}
