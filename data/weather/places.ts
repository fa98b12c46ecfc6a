// Where the weather is asked for: cities and what they weigh, a point for each region, and where the wind farms are. Coordinates and populations are public facts.

interface Place {
  readonly id: string;
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
}

interface City extends Place {
  readonly region: string;
  /** Of the whole urban area, 2017, its French part (INSEE). */
  readonly people: number;
}

interface Region extends Place {
  /** 2021 (INSEE). */
  readonly people: number;
}

const city = (id: string, region: string, people: number, latitude: number, longitude: number): City => ({
  id,
  region,
  people,
  latitude,
  longitude,
});

/** The 32 largest urban areas: half of the people of France. */
export const CITIES: readonly City[] = [
  city('paris', 'FR-IDF', 12_628_266, 48.8566, 2.3522),
  city('lyon', 'FR-ARA', 2_323_221, 45.764, 4.8357),
  city('marseille', 'FR-PAC', 1_760_653, 43.2965, 5.3698),
  city('toulouse', 'FR-OCC', 1_360_829, 43.6047, 1.4442),
  city('bordeaux', 'FR-NAQ', 1_247_977, 44.8378, -0.5792),
  city('lille', 'FR-HDF', 1_191_117, 50.6292, 3.0573),
  city('nice', 'FR-PAC', 1_006_201, 43.7102, 7.262),
  city('nantes', 'FR-PDL', 972_828, 47.2184, -1.5536),
  city('strasbourg', 'FR-GES', 790_087, 48.5734, 7.7521),
  city('rennes', 'FR-BRE', 733_320, 48.1173, -1.6778),
  city('grenoble', 'FR-ARA', 689_840, 45.1885, 5.7245),
  city('rouen', 'FR-NOR', 666_035, 49.4431, 1.0993),
  city('toulon', 'FR-PAC', 629_334, 43.1242, 5.928),
  city('montpellier', 'FR-OCC', 616_296, 43.6119, 3.8772),
  city('douai-lens', 'FR-HDF', 539_666, 50.37, 3.08),
  city('avignon', 'FR-PAC', 530_267, 43.9493, 4.8055),
  city('saint-etienne', 'FR-ARA', 520_640, 45.4397, 4.3872),
  city('tours', 'FR-CVL', 495_379, 47.3941, 0.6848),
  city('clermont-ferrand', 'FR-ARA', 485_315, 45.7772, 3.087),
  city('orleans', 'FR-CVL', 439_343, 47.9025, 1.909),
  city('nancy', 'FR-GES', 435_279, 48.6921, 6.1844),
  city('angers', 'FR-PDL', 422_654, 47.4784, -0.5632),
  city('caen', 'FR-NOR', 422_152, 49.1829, -0.3707),
  city('metz', 'FR-GES', 390_600, 49.1193, 6.1757),
  city('dijon', 'FR-BFC', 387_382, 47.322, 5.0415),
  city('valenciennes', 'FR-HDF', 369_264, 50.359, 3.523),
  city('bethune', 'FR-HDF', 369_151, 50.533, 2.633),
  city('le-mans', 'FR-PDL', 347_626, 48.0061, 0.1996),
  city('annemasse', 'FR-ARA', 325_696, 46.1944, 6.2378),
  city('perpignan', 'FR-OCC', 323_388, 42.6887, 2.8948),
  city('reims', 'FR-GES', 323_022, 49.2583, 4.0317),
  city('brest', 'FR-BRE', 321_364, 48.3904, -4.4861),
];

/** One point near the middle of the people who live in none of these cities. Corsica has none: its load is on no continental grid. */
export const REGIONS: readonly Region[] = [
  { id: 'FR-ARA', latitude: 45.55, longitude: 4.9, people: 8_115_000 },
  { id: 'FR-BFC', latitude: 47.2, longitude: 5.5, people: 2_801_000 },
  { id: 'FR-BRE', latitude: 48.1, longitude: -3.0, people: 3_394_000 },
  { id: 'FR-CVL', latitude: 47.6, longitude: 1.6, people: 2_573_000 },
  { id: 'FR-GES', latitude: 48.6, longitude: 6.2, people: 5_561_000 },
  { id: 'FR-HDF', latitude: 49.9, longitude: 2.6, people: 5_996_000 },
  { id: 'FR-IDF', latitude: 48.7, longitude: 2.5, people: 12_317_000 },
  { id: 'FR-NAQ', latitude: 45.3, longitude: 0.1, people: 6_033_000 },
  { id: 'FR-NOR', latitude: 49.2, longitude: 0.4, people: 3_326_000 },
  { id: 'FR-OCC', latitude: 43.7, longitude: 2.2, people: 6_022_000 },
  { id: 'FR-PAC', latitude: 43.6, longitude: 5.9, people: 5_127_000 },
  { id: 'FR-PDL', latitude: 47.3, longitude: -0.9, people: 3_832_000 },
];

/** Where much of the wind power stands, at sea and on land. */
export const WIND_FARMS: readonly Place[] = [
  { id: 'wind-saint-nazaire', latitude: 47.16, longitude: -2.6 },
  { id: 'wind-saint-brieuc', latitude: 48.86, longitude: -2.53 },
  { id: 'wind-fecamp', latitude: 49.9, longitude: 0.23 },
  { id: 'wind-santerre', latitude: 49.8, longitude: 2.8 },
  { id: 'wind-thierache', latitude: 49.75, longitude: 3.75 },
  { id: 'wind-ardennes', latitude: 49.5, longitude: 4.45 },
  { id: 'wind-champagne', latitude: 48.6, longitude: 4.05 },
  { id: 'wind-beauce', latitude: 48.1, longitude: 1.75 },
  { id: 'wind-poitou', latitude: 46.9, longitude: -0.15 },
  { id: 'wind-bretagne', latitude: 48.15, longitude: -2.75 },
  { id: 'wind-corbieres', latitude: 43.0, longitude: 2.8 },
  { id: 'wind-levezou', latitude: 44.15, longitude: 2.75 },
];

/** In the order in which they are asked for, which is all that an answer tells them apart by: append, never reorder. */
export const PLACES: readonly Place[] = [...CITIES, ...REGIONS, ...WIND_FARMS];

export const PLACE_IDS: readonly string[] = PLACES.map(({ id }) => id);

export interface Weight {
  readonly area: string;
  readonly place: string;
  readonly people: number;
}

/** However many of its people live in cities, the country around them has some weather of its own. */
const LEAST_SHARE_OF_COUNTRY = 0.1;

/** What each place weighs in the mean of an area: people. France is its cities; a region is its cities, and its point for everybody else. */
export const WEIGHTS: readonly Weight[] = [
  ...CITIES.map(({ id, people }) => ({ area: 'FR', place: id, people })),
  ...REGIONS.flatMap((region) => {
    const cities = CITIES.filter((one) => one.region === region.id);
    const inCities = cities.reduce((sum, { people }) => sum + people, 0);
    const around = Math.max(region.people - inCities, LEAST_SHARE_OF_COUNTRY * region.people);
    return [
      { area: region.id, place: region.id, people: around },
      ...cities.map(({ id, people }) => ({ area: region.id, place: id, people })),
    ];
  }),
];
