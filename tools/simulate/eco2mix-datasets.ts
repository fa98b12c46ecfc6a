// The four éCO2mix datasets of ODRÉ as our world fills them: which records there are, and what each says. Pure.
import type { Quality } from '../../data/columns.ts';
import {
  type Duration,
  HOUR,
  type Instant,
  instantsIn,
  MINUTE,
  parisOffset,
  type TimeWindow,
} from '../../data/time.ts';
import { NATIONAL_FIELDS, REGIONAL_ARCHIVE_FIELDS, REGIONAL_FIELDS, type Shown } from './eco2mix-fields.ts';
import { isGap } from './misbehave.ts';
import type { OpenDataset } from './open-dataset.ts';
import type { Publication } from './publication.ts';
import { REGIONS } from './regions.ts';
import type { World } from './world.ts';

const COMMON: Pick<OpenDataset, 'timeField' | 'spoils'> = {
  timeField: 'date_heure',
  spoils: { gone: 'nucleaire', word: ['nature', 'Données provisoires'], revised: 'consommation', gap: isGap },
};

const NATURE: Readonly<Record<Quality, string>> = {
  'real time': 'Données temps réel',
  consolidated: 'Données consolidées',
  definitive: 'Données définitives',
};

export function eco2mixDatasets(world: World, published: Publication): Readonly<Record<string, OpenDataset>> {
  const national = (qualityAt: (at: Instant) => Quality, shownAt: (at: Instant) => Shown) => (at: Instant) => {
    const quality = qualityAt(at);
    const now = world.nation(at, quality);
    const shown = shownAt(at);
    return labels(at).map((label) => [
      'France',
      NATURE[quality],
      ...label,
      ...NATIONAL_FIELDS.map(([, cell]) => cell(now, shown)),
    ]);
  };
  const regional =
    (qualityAt: (at: Instant) => Quality, fields: typeof REGIONAL_FIELDS, clocks: typeof labels) => (at: Instant) => {
      const quality = qualityAt(at);
      return clocks(at).flatMap((label) =>
        REGIONS.map(({ code, label: name }) => {
          const now = world.region(code, at, quality);
          return [code, name, NATURE[quality], ...label, ...fields.map(([, cell]) => cell(now))];
        }),
      );
    };
  const onHalfHour = (at: Instant): boolean => at % (30 * MINUTE) === 0;
  const nation = ['perimetre', 'nature', 'date', 'heure', 'date_heure', ...NATIONAL_FIELDS.map(([name]) => name)];
  const region = ['code_insee_region', 'libelle_region', 'nature', 'date', 'heure', 'date_heure'];

  return {
    'eco2mix-national-tr': {
      ...COMMON,
      names: nation,
      instants: every(15 * MINUTE, published.live),
      records: national(
        () => 'real time',
        (at) => ({
          measured: at < published.measuredByOdre,
          dayAhead: at < published.dayAheadUntil,
          intraday: at < published.intradayUntil,
          trade: onHalfHour(at),
        }),
      ),
    },
    'eco2mix-national-cons-def': {
      ...COMMON,
      names: nation,
      instants: every(15 * MINUTE, published.archive),
      records: national(published.archiveQuality, (at) => ({
        measured: onHalfHour(at),
        dayAhead: true,
        intraday: true,
        trade: true,
      })),
    },
    'eco2mix-regional-tr': {
      ...COMMON,
      names: [...region, ...REGIONAL_FIELDS.map(([name]) => name)],
      instants: every(15 * MINUTE, published.liveRegional),
      records: regional(
        () => 'real time',
        REGIONAL_FIELDS,
        (at) => [label(at, at)],
      ),
    },
    'eco2mix-regional-cons-def': {
      ...COMMON,
      names: [...region, ...REGIONAL_ARCHIVE_FIELDS.map(([name]) => name)],
      instants: every(30 * MINUTE, published.archiveRegional),
      records: regional(published.archiveQuality, REGIONAL_ARCHIVE_FIELDS, labels),
    },
  };
}

type Label = readonly [date: string, clock: string, instant: string];

function label(shownAt: Instant, at: Instant): Label {
  const wall = new Date(shownAt + parisOffset(at)).toISOString();
  return [wall.slice(0, 10), wall.slice(11, 16), new Date(at).toISOString().replace('.000Z', '+00:00')];
}

/** As the archive has them: in the hour after the March clocks move, each row comes twice, once under the hour that was skipped. */
function labels(at: Instant): readonly Label[] {
  const moved = parisOffset(at) > parisOffset(at - HOUR);
  return moved ? [label(at - HOUR, at), label(at, at)] : [label(at, at)];
}

const every =
  (step: Duration, published: TimeWindow): OpenDataset['instants'] =>
  (asked) =>
    instantsIn({ from: Math.max(asked.from, published.from), to: Math.min(asked.to, published.to) }, step);
