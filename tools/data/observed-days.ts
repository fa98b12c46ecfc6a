// The temperature of whole days as it was observed: France on ERA5's scale from the best file that has the day, regions as Météo-France has them. Wind, radiation and clouds are in no file in units of ours.
import type { Row } from '../../data/dataset.ts';
import { placeOf } from '../../data/gas/regions.ts';
import { MAINLAND_REGIONS } from '../../data/regions.ts';
import type { TableFormat } from '../../data/table-format.ts';
import { HOUR, type Instant, MINUTE, midnightOf, parisDate, parisDay, parseInstant } from '../../data/time.ts';
import { REGIONS } from '../../data/weather/places.ts';
import { type DayTemperature, fromEnedis, fromRegions } from './era5-scale.ts';
import type { Imported } from './importer.ts';
import type { SharedFolder } from './shared-folder.ts';

/** By area, then by the midnight at which the day begins. */
type Days = Map<Instant, DayTemperature>;

/** A row of a format of ours; the file's own words are read here and go no further. */
const dayRow = (area: string, date: string, texts: readonly string[]): Row | string => {
  const at = midnightOf(date);
  if (at === null) return `got ${date.slice(0, 60)}, want a day as 2023-12-31`;
  const [mean, min, max] = texts.map((text) => (text === '' ? Number.NaN : Number(text)));
  if (mean === undefined || min === undefined || max === undefined || ![mean, min, max].every(Number.isFinite))
    return `${date}: got ${texts.join(', ').slice(0, 60)}, want three temperatures`;
  return { area, at, mean, min, max, quality: 'consolidated' };
};

const era5: TableFormat = {
  id: 'era5-national-daily',
  required: ['ds', 'temp', 'temp_min', 'temp_max'],
  read: ({ ds = '', temp = '', temp_min = '', temp_max = '' }) =>
    dayRow('FR', ds.slice(0, 10), [temp, temp_min, temp_max]),
};

const regional: TableFormat = {
  id: 'temperature-daily-regional',
  required: ['date', 'region', 'tmin', 'tmax', 'tmoy'],
  optional: ['id', 'code_insee_region'],
  read({ date = '', region = '', tmin = '', tmax = '', tmoy = '' }) {
    const place = placeOf(region);
    return place ? dayRow(place.region, date, [tmoy, tmin, tmax]) : `region ${region.slice(0, 60)} is new to us`;
  },
};

const enedis: TableFormat = {
  id: 'enedis-national',
  required: ['at_utc', 'temperature_smoothed_c'],
  optional: ['temperature_normal_c', 'pseudo_radiation_pct'],
  read({ at_utc = '', temperature_smoothed_c: text = '' }) {
    const at = parseInstant(at_utc);
    const celsius = text === '' ? Number.NaN : Number(text);
    if (at === null) return `at_utc: got ${at_utc.slice(0, 60)}, want an instant as 2023-12-31T22:30Z`;
    return Number.isFinite(celsius) ? { at, celsius, quality: 'consolidated' } : [];
  },
};

/** Best first. A row of theirs that stands in for a forecast had perfect foresight. */
export const OBSERVED_SOURCES = ['era5-observed', 'meteo-france-observed', 'enedis-observed'] as const;
type ObservedSource = (typeof OBSERVED_SOURCES)[number];

export interface ObservedDay {
  readonly area: string;
  readonly at: Instant;
  readonly temperature: DayTemperature;
  readonly source: ObservedSource;
}

/** By area, in order of time. Says which file which days of France came from. */
export async function* observedDays(shared: SharedFolder): AsyncGenerator<ObservedDay> {
  const byArea = new Map<string, Days>();
  for (const path of shared.files('weather', /^temperature_daily_regional.*\.csv$/))
    for await (const row of shared.table(path, regional)) keep(byArea, row);
  const national = new Map<string, Days>();
  for (const path of shared.files('weather', /^era5_national_daily.*\.csv$/))
    for await (const row of shared.table(path, era5)) keep(national, row);
  const measured: Days = national.get('FR') ?? new Map();
  const daysOf: Readonly<Record<ObservedSource, Days>> = {
    'era5-observed': measured,
    'meteo-france-observed': meanOfRegions(byArea),
    'enedis-observed': await enedisDays(shared),
  };
  const chosen = OBSERVED_SOURCES.map((source) => [source, daysOf[source]] as const);
  const instants = [...new Set(chosen.flatMap(([, days]) => [...days.keys()]))].sort((a, b) => a - b);
  for (const at of instants) {
    const [source, days] = chosen.find(([, days]) => days.has(at))!;
    yield { area: 'FR', at, temperature: days.get(at)!, source };
  }
  for (const [source, days] of chosen) {
    const used = instants.filter((at) => chosen.find(([, days]) => days.has(at))?.[1] === days);
    if (used.length === 0) continue;
    shared.note('France', `${used.length} days from ${source}, ${parisDate(used[0]!)} to ${parisDate(used.at(-1)!)}`);
  }
  for (const area of MAINLAND_REGIONS) {
    for (const [at, temperature] of [...(byArea.get(area) ?? [])].sort(([a], [b]) => a - b))
      yield { area, at, temperature, source: 'meteo-france-observed' };
  }
}

function keep(byArea: Map<string, Days>, row: Row): void {
  const area = String(row['area']);
  const days: Days = byArea.get(area) ?? new Map();
  byArea.set(area, days);
  const at = Number(row['at']);
  if (!days.has(at)) days.set(at, { mean: Number(row['mean']), min: Number(row['min']), max: Number(row['max']) });
}

/** Only where every region is there: a mean over fewer is another quantity. */
function meanOfRegions(byArea: ReadonlyMap<string, Days>): Days {
  const people = REGIONS.reduce((sum, region) => sum + region.people, 0);
  const days: Days = new Map();
  for (const at of byArea.get(REGIONS[0]!.id)?.keys() ?? []) {
    const here = REGIONS.map((region) => ({ people: region.people, day: byArea.get(region.id)?.get(at) }));
    if (here.some(({ day }) => day === undefined)) continue;
    const mean = (of: keyof DayTemperature): number =>
      here.reduce((sum, one) => sum + (one.people / people) * (one.day?.[of] ?? Number.NaN), 0);
    days.set(at, fromRegions({ mean: mean('mean'), min: mean('min'), max: mean('max') }));
  }
  return days;
}

/** Whole days alone, and only with the day before. */
async function enedisDays(shared: SharedFolder): Promise<Days> {
  const halfHours = new Map<Instant, Map<Instant, number>>();
  for (const path of shared.files('weather', /^enedis_national_30min.*\.csv$/))
    for await (const row of shared.table(path, enedis)) {
      const at = Number(row['at']);
      const day = parisDay(at).from;
      const values = halfHours.get(day) ?? new Map();
      halfHours.set(day, values);
      values.set(at, Number(row['celsius']));
    }
  const smoothed: Days = new Map();
  for (const [at, byInstant] of halfHours) {
    const values = [...byInstant.values()];
    if (values.length !== (parisDay(at).to - at) / (30 * MINUTE)) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    smoothed.set(at, { mean, min: Math.min(...values), max: Math.max(...values) });
  }
  const days: Days = new Map();
  for (const [at, day] of smoothed) {
    const before = smoothed.get(parisDay(at - HOUR).from);
    if (before) days.set(at, fromEnedis(day, before.mean));
  }
  return days;
}

/** Columns that both weather datasets of days have. */
export const dayColumns = ({
  area,
  at,
  temperature: { mean, min, max },
}: ObservedDay): Omit<Imported['row'], 'quality'> => ({
  area,
  at,
  temperature_mean_celsius: hundredths(mean),
  temperature_min_celsius: hundredths(min),
  temperature_max_celsius: hundredths(max),
});

const hundredths = (value: number): number => Math.round(100 * value) / 100;
