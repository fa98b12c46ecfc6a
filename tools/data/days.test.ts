// Days from hand-made files: the weather on one scale, the calendar with its bridges, strikes counted once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatInstant, HOUR, instantsIn, parisDay } from '../../data/time.ts';
import { columnsOf, handMade } from './testing/hand-made.ts';

const home = mkdtempSync(join(tmpdir(), 'days-'));
afterAll(() => rmSync(home, { recursive: true }));
const imported = handMade(home);

describe('observed weather', () => {
  const REGIONS: Readonly<Record<string, string>> = {
    'Île-de-France': '11',
    'Centre-Val de Loire': '24',
    'Bourgogne-Franche-Comté': '27',
    Normandie: '28',
    'Hauts-de-France': '32',
    'Grand Est': '44',
    'Pays de la Loire': '52',
    Bretagne: '53',
    'Nouvelle-Aquitaine': '75',
    Occitanie: '76',
    'Auvergne-Rhône-Alpes': '84',
    "Provence-Alpes-Côte d'Azur": '93',
    Corse: '94',
  };
  const regional = (date: string) =>
    Object.entries(REGIONS).map(([name, code]) => `${date}T00:00:00-${code};${date};${code};${name};5;16;10.5`);
  const halfHours = (date: string, celsius: number) =>
    instantsIn(parisDay(Date.parse(`${date}T12:00:00Z`)), HOUR / 2).map(
      (at) => `${formatInstant(at).replace(':00Z', 'Z')},${celsius},10,50`,
    );
  const files = {
    'weather/era5_national_daily_2024.csv': ['ds,temp,temp_min,temp_max', '2024-01-03,7.123,3.5,11'],
    'weather/temperature_daily_regional_2024.csv': [
      'id;date;code_insee_region;region;tmin;tmax;tmoy',
      ...regional('2024-01-02'),
      ...regional('2024-01-03'),
    ],
    'weather/enedis_national_30min_2024.csv': [
      'at_utc,temperature_smoothed_c,temperature_normal_c,pseudo_radiation_pct',
      ...halfHours('2024-01-03', 8),
      ...halfHours('2024-01-04', 8),
      ...halfHours('2024-01-05', 8).slice(1),
    ],
  };

  it('comes from ERA5, else from the regions, else from Enedis, on one scale; and says which', async () => {
    const { records, told } = await imported(files, 'weather-day-ahead');
    const france = records.filter(({ area }) => area === 'FR');
    expect(
      columnsOf(
        france,
        'at',
        'temperature_mean_celsius',
        'temperature_min_celsius',
        'temperature_max_celsius',
        'day_source',
      ),
    ).toEqual([
      // -1.354 + 0.4658 × 5 + 0.548 × 16, and so on.
      '2024-01-01T23:00:00Z 9.74 5.22 14.75 meteo-france-observed',
      '2024-01-02T23:00:00Z 7.12 3.5 11 era5-observed',
      '2024-01-03T23:00:00Z 7.17 6.14 8.4 enedis-observed',
    ]);
    // The fifth of January lacks half an hour, the third has no day before at Enedis.
    expect(told.slice(1, -1)).toEqual([
      '  France: 1 days from era5-observed, 2024-01-03 to 2024-01-03',
      '  France: 1 days from meteo-france-observed, 2024-01-02 to 2024-01-02',
      '  France: 1 days from enedis-observed, 2024-01-04 to 2024-01-04',
      '  perfect foresight: all 27 rows were observed, and stand there as if they had been forecast',
    ]);
    const brittany = records.filter(({ area }) => area === 'FR-BRE');
    expect(columnsOf(brittany, 'at', 'temperature_mean_celsius', 'day_known_at')).toEqual([
      '2024-01-01T23:00:00Z 10.5 2024-01-01T08:30:00Z',
      '2024-01-02T23:00:00Z 10.5 2024-01-02T08:30:00Z',
    ]);
    expect(new Set(records.map(({ area }) => area)).size).toBe(13);
  });

  it('is known days later as the weather of the day itself', async () => {
    const { records } = await imported(files, 'weather-daily');
    expect(columnsOf(records, 'date', 'day_known_at')[0]).toBe('2024-01-02 2024-01-08T23:00:00Z');
  });
});

describe('days', () => {
  it('of the calendar have their bridges by the rule of the dataset, and school holidays beside them', async () => {
    const holidays = [
      '01-01',
      '04-01',
      '05-01',
      '05-08',
      '05-09',
      '05-20',
      '07-14',
      '08-15',
      '11-01',
      '11-11',
      '12-25',
    ];
    const { records } = await imported(
      {
        'calendar/jours_feries.csv': [
          'date,est_jour_ferie,nom_jour_ferie',
          ...holidays.map((day) => `2024-${day},True,férié`),
        ],
        'calendar/vacances_scolaires_zones.csv': [
          'date,vacances_zone_a,vacances_zone_b,vacances_zone_c,nom_vacances',
          "2023-07-20,True,True,True,Vacances d'été",
          '2023-12-25,True,True,True,Vacances de Noël',
          "2024-02-20,True,False,False,Vacances d'hiver",
          "2024-07-20,True,True,True,Vacances d'été",
        ],
      },
      'calendar',
    );
    const day = (date: string) => records.find((record) => record['date'] === date);
    expect(day('2024-05-10')).toMatchObject({ is_public_holiday: 'false', is_bridge_day: 'true' });
    expect(day('2024-02-20')).toMatchObject({
      is_public_holiday: 'false',
      is_school_holiday_a: 'true',
      is_school_holiday_b: 'false',
      school_known_at: '2023-02-28T23:00:00Z',
    });
    expect(day('2023-12-25')).toMatchObject({ is_public_holiday: '', is_school_holiday_a: 'true' });
  });

  it('of strikes are counted once for the same days and reason; an end nobody told is one day', async () => {
    const { records } = await imported(
      {
        'calendar/mouvements-sociaux-depuis-2002.csv': [
          'date_de_debut;date_de_fin;motif;organisations_syndicales;metiers_cibles;population;nombre_grevistes;taux_grevistes',
          '2024-03-01;2024-03-02;Salaires;CGT;;;;12.5',
          '2024-03-01;2024-03-02;SALAIRES !;SUD;;;;20',
          '2024-03-02;;Retraites;CGT;;;;3',
        ],
      },
      'strike-day',
    );
    expect(columnsOf(records, 'date', 'movements_count', 'highest_rate_pct', 'reasons', 'day_known_at')).toEqual([
      '2024-03-01 1 20 SALAIRES ! 2024-03-01T23:00:00Z',
      '2024-03-02 2 20 Retraites · SALAIRES ! 2024-03-02T23:00:00Z',
    ]);
  });
});
