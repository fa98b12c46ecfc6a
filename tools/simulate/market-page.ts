// RTE's page of market data, as our source expects it: the prices in the middle of a page for people, yesterday to tomorrow, by the clock of Paris.
import { type Instant, parisDay, parisOffset } from '../../data/time.ts';
import { type Auction, auctionOf } from './auction.ts';
import type { Asked, SimulatedHost } from './host.ts';
import { type ContentTrick, isGap } from './misbehave.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

export const marketPage: SimulatedHost = { hosts: ['www.rte-france.com'], reply: page };

const HEAD = `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Les données de marché</title><style>td { text-align: right }</style></head>
<body>
<nav><ul><li>éCO2mix</li><li>Les données de marché</li></ul></nav>
<table class="legend"><tr><td>Prix spot</td><td>Échanges commerciaux</td></tr></table>
`;
const FOOT = `<table class="exchanges"><tr><th>Pays</th><th>Solde (MW)</th></tr><tr><td>Espagne</td><td>1&nbsp;250</td></tr></table>
<footer>Une page qui n’a jamais été.</footer>
</body>
</html>
`;

function page(world: World, { url, now, trick }: Asked): Reply {
  if (url.pathname !== '/eco2mix/les-donnees-de-marche') return jsonReply(404, { error: 'Not Found' });
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: [HEAD, table(auctionOf(world), now, trick), FOOT],
  };
}

function table(auction: Auction, now: Instant, trick: ContentTrick | undefined): string {
  const window = { from: parisDay(now, -1).from, to: parisDay(now, 2).from };
  const rows = auction
    .sold(window, now)
    .filter((at) => trick !== 'gap' || !isGap(at))
    .map((at) => rowAt(auction, at, trick))
    .flatMap((row) => (trick === 'duplicates' ? [row, row] : [row]));
  const header = cells('th', ['Date', 'Heure', 'Prix spot France (€/MWh)'], trick);
  return `<table class="table market-data">\n<thead><tr>${header}</tr></thead>\n<tbody>\n${rows.join('')}</tbody>\n</table>\n`;
}

function rowAt(auction: Auction, at: Instant, trick: ContentTrick | undefined): string {
  const wall = new Date(at + parisOffset(at)).toISOString();
  const day = `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}`;
  const price = auction.priceAt(at) + (trick === 'revised' ? 1 : 0);
  const shown = trick === 'unknown-word' ? 'n.c.' : inFrench(price);
  return `<tr>${cells('td', [day, wall.slice(11, 16), shown], trick)}</tr>\n`;
}

function cells(tag: 'td' | 'th', texts: readonly string[], trick: ContentTrick | undefined): string {
  const all = trick === 'extra-column' ? [...texts, tag === 'th' ? 'Volume (MWh)' : '12&nbsp;000'] : texts;
  const kept = trick === 'missing-column' ? all.slice(0, 2) : all;
  return kept.map((text) => `<${tag}>${text}</${tag}>`).join('');
}

/** `1 234,50`, with a space that does not break and a true minus. */
function inFrench(price: number): string {
  const [whole = '', cents = ''] = Math.abs(price).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '&nbsp;');
  return `${price < 0 ? '&minus;' : ''}${grouped},${cents}`;
}
