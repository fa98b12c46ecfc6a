// energy-charts, as far as prices are asked of it: two lists of equal length, the unit and the licence. Its refusals too.
import { type Instant, parisDay, parseInstant } from '../../data/time.ts';
import { auctionOf } from './auction.ts';
import type { Asked, SimulatedHost } from './host.ts';
import { isGap } from './misbehave.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

export const energyCharts: SimulatedHost = { hosts: ['api.energy-charts.info'], reply: prices };

function prices(world: World, { url, now, trick }: Asked): Reply {
  if (url.pathname !== '/price') return jsonReply(404, { detail: 'Not Found' });
  if (url.searchParams.get('bzn') !== 'FR') return jsonReply(404, { detail: 'no content available' });
  const from = boundary(url.searchParams.get('start'), now, 'from');
  const to = boundary(url.searchParams.get('end'), now, 'to');
  if (from === null || to === null)
    return jsonReply(422, { detail: [{ loc: ['query', 'start'], msg: 'Invalid date' }] });
  const auction = auctionOf(world);
  const instants = auction
    .sold({ from, to }, now)
    .filter((at) => trick !== 'gap' || !isGap(at))
    .flatMap((at) => (trick === 'duplicates' ? [at, at] : [at]));
  if (instants.length === 0) return jsonReply(404, { detail: 'no content available' });
  const price = instants.map((at) => auction.priceAt(at) + (trick === 'revised' ? 1 : 0));
  return jsonReply(200, {
    license_info: 'CC BY 4.0 (creativecommons.org/licenses/by/4.0) from Bundesnetzagentur | SMARD.de',
    unix_seconds: instants.map((at) => at / 1_000),
    ...(trick !== 'missing-column' && { price }),
    ...(trick === 'extra-column' && { volume: instants.map(() => 12_000) }),
    unit: trick === 'unknown-word' ? 'EUR / kWh' : 'EUR / MWh',
    deprecated: false,
  });
}

/** A day stands for the whole of it, in Paris; without one it is today. */
function boundary(text: string | null, now: Instant, side: 'from' | 'to'): Instant | null {
  if (text === null) return parisDay(now)[side];
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return parseInstant(text);
  return parisDay(Date.parse(`${text}T12:00:00Z`))[side];
}
