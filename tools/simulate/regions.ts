// The twelve regions of éCO2mix: what share of the country's load and plants each has. Round figures, near the real ones of 2024.

interface Region {
  /** INSEE. */
  readonly code: string;
  readonly label: string;
  readonly load: number;
  readonly thermal: number;
  readonly nuclear: number;
  readonly wind: number;
  readonly offshore: number;
  readonly solar: number;
  readonly hydro: number;
  readonly pumping: number;
}

const region = (
  code: RegionCode,
  label: string,
  shares: readonly [
    load: number,
    thermal: number,
    nuclear: number,
    wind: number,
    offshore: number,
    solar: number,
    hydro: number,
    pumping: number,
  ],
): Region & { readonly code: RegionCode } => {
  const [load, thermal, nuclear, wind, offshore, solar, hydro, pumping] = shares;
  return { code, label, load, thermal, nuclear, wind, offshore, solar, hydro, pumping };
};

export type RegionCode = '11' | '24' | '27' | '28' | '32' | '44' | '52' | '53' | '75' | '76' | '84' | '93';

/** Each column adds up to 1. */
export const REGIONS = [
  region('11', 'Île-de-France', [0.15, 0.06, 0, 0.01, 0, 0.02, 0, 0]),
  region('24', 'Centre-Val de Loire', [0.04, 0.01, 0.19, 0.07, 0, 0.05, 0.01, 0]),
  region('27', 'Bourgogne-Franche-Comté', [0.045, 0.01, 0, 0.05, 0, 0.04, 0.02, 0]),
  region('28', 'Normandie', [0.06, 0.12, 0.18, 0.05, 0.33, 0.02, 0, 0]),
  region('32', 'Hauts-de-France', [0.11, 0.22, 0.09, 0.28, 0, 0.04, 0, 0]),
  region('44', 'Grand Est', [0.095, 0.16, 0.18, 0.22, 0, 0.08, 0.13, 0.14]),
  region('52', 'Pays de la Loire', [0.06, 0.12, 0, 0.06, 0.34, 0.06, 0, 0]),
  region('53', 'Bretagne', [0.05, 0.04, 0, 0.06, 0.33, 0.03, 0.01, 0.03]),
  region('75', 'Nouvelle-Aquitaine', [0.09, 0.02, 0.1, 0.08, 0, 0.24, 0.06, 0.04]),
  region('76', 'Occitanie', [0.08, 0.01, 0.05, 0.09, 0, 0.2, 0.19, 0.1]),
  region('84', 'Auvergne-Rhône-Alpes', [0.135, 0.07, 0.21, 0.03, 0, 0.1, 0.42, 0.6]),
  region('93', "Provence-Alpes-Côte d'Azur", [0.085, 0.16, 0, 0, 0, 0.12, 0.16, 0.09]),
] as const;
