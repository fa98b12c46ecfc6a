// Monthly prices of energy as our world would pay them, under the names of akajoule: they drift together, month by month.
import { DAY, type Instant } from '../../data/time.ts';
import { seedOf, smoothNoise } from './noise.ts';
import type { Cell, OpenDataset } from './open-dataset.ts';
import type { World } from './world.ts';

/** What it costs on average, and how far crude oil moves it. Null: a column that is no longer filled. */
const FIELDS: readonly (readonly [name: string, mean: number | null, oil: number])[] = [
  ['elec_3', 22.4, 0.1],
  ['elec_6', 21.6, 0.1],
  ['elec_tt', 20.2, 0.1],
  ['gaz_b0', 14.1, 0.3],
  ['gaz_b1', 10.4, 0.4],
  ['gaz_b2i', 9.8, 0.4],
  ['gaz_tt', 10.6, 0.4],
  ['propane', 17.2, 0.6],
  ['fod_c1', 11.3, 0.8],
  ['essence', null, 0],
  ['ars', null, 0],
  ['sp95', 176, 0.5],
  ['sp98', 185, 0.5],
  ['gazole', 168, 0.6],
  ['gplc', 98, 0.5],
  ['vap_t100', null, 0],
  ['vap_t110', null, 0],
  ['bois_vrac', 7.6, 0.1],
  ['bois_sac', 8.4, 0.1],
  ['brent', 76, 1],
  ['ipe', null, 0],
  ['dollar', 0.92, 0.05],
  ['charbon', 118, 0.4],
  ['pet_brut_e', null, 0],
  ['pet_brut_d', null, 0],
  ['pet_raf_e', null, 0],
  ['elec_exp', null, 0],
  ['prix_tonne_co2', 70, 0.2],
];
const SINCE = Date.UTC(2007, 0, 1);

export function energyPrices(world: World, now: Instant): OpenDataset {
  const oil = smoothNoise(seedOf(world.seed, 'price of oil'), 200 * DAY);
  const own = FIELDS.map(([name]) => smoothNoise(seedOf(world.seed, `price ${name}`), 300 * DAY));
  return {
    names: ['periode', 'source', ...FIELDS.map(([name]) => name)],
    timeField: 'periode',
    instants: ({ from, to }) => monthsSince(Math.max(from, SINCE)).filter((at) => at < to && isPublished(at, now)),
    records: (at) => {
      const values = FIELDS.map(([, mean, share], i): Cell => {
        if (mean === null) return null;
        return Number((mean * (1 + 0.3 * share * oil(at) + 0.06 * own[i]!(at))).toFixed(mean < 2 ? 4 : 2));
      });
      return [[new Date(at).toISOString().slice(0, 7), 'Pégase', ...values]];
    },
    spoils: {
      gone: 'gazole',
      word: ['periode', 'janvier'],
      revised: 'gaz_tt',
      gap: (at) => new Date(at).getUTCMonth() === 2,
    },
  };

  function monthsSince(from: Instant): Instant[] {
    const months: Instant[] = [];
    const first = new Date(from);
    for (let i = 0; ; i++) {
      const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i, 1);
      if (at > now) return months;
      if (at >= from) months.push(at);
    }
  }
}

/** In the middle of the month that follows. */
function isPublished(at: Instant, now: Instant): boolean {
  const month = new Date(at);
  return now >= Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 15);
}
