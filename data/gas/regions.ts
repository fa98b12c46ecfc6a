// The regions of France since 2016, under every name that gas data calls them: new or old, however it is spelt. Data and one look-up.
import { MAINLAND_REGIONS } from '../regions.ts';

/** ISO 3166-2. Corsica has no gas network of its own. */
export const REGIONS = ['FR-20R', ...MAINLAND_REGIONS] as const;
export type Region = (typeof REGIONS)[number];

/** The new name, and the old regions that were put together into it. */
const NAMES: Readonly<Record<Region, readonly [name: string, parts: readonly string[]]>> = {
  'FR-20R': ['Corse', []],
  'FR-ARA': ['Auvergne-Rhône-Alpes', ['Auvergne', 'Rhône-Alpes']],
  'FR-BFC': ['Bourgogne-Franche-Comté', ['Bourgogne', 'Franche-Comté']],
  'FR-BRE': ['Bretagne', []],
  'FR-CVL': ['Centre-Val de Loire', ['Centre']],
  'FR-GES': ['Grand Est', ['Alsace', 'Champagne-Ardenne', 'Lorraine']],
  'FR-HDF': ['Hauts-de-France', ['Nord-Pas-de-Calais', 'Picardie']],
  'FR-IDF': ['Île-de-France', []],
  'FR-NAQ': ['Nouvelle-Aquitaine', ['Aquitaine', 'Limousin', 'Poitou-Charentes']],
  'FR-NOR': ['Normandie', ['Basse-Normandie', 'Haute-Normandie']],
  'FR-OCC': ['Occitanie', ['Languedoc-Roussillon', 'Midi-Pyrénées']],
  'FR-PAC': ["Provence-Alpes-Côte d'Azur", []],
  'FR-PDL': ['Pays de la Loire', []],
};

export interface Place {
  readonly region: Region;
  /** How many such places make the region: above 1 their figures have to be added up. */
  readonly parts: number;
}

const PLACES = new Map<string, Place>(
  REGIONS.flatMap((region) => {
    const [name, parts] = NAMES[region];
    return [
      [plain(name), { region, parts: 1 }] as const,
      ...parts.map((part) => [plain(part), { region, parts: parts.length }] as const),
    ];
  }),
);

export const placeOf = (name: string): Place | undefined => PLACES.get(plain(name));

/** Letters only: accents, dashes, apostrophes and capitals differ between files. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
