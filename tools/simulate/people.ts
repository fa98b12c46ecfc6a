// Five hundred customers who do not exist, and what is wrong in the files about them. The same seed, the same people. Every name is put together from lists.
import { DAY, type Instant } from '../../data/time.ts';
import { CITIES } from './city-figures.ts';
import { seedOf, whiteNoise } from './noise.ts';

export const PEOPLE = 500;

/** How often a line of the file of users has which defect, as a share of all lines. */
export const DEFECTS = {
  ageMissing: 0.04,
  ageTooHigh: 0.012,
  ageNegative: 0.006,
  genderUnknown: 0.03,
  mailMissing: 0.02,
  mailPlaceholder: 0.02,
  mailMalformed: 0.006,
  spendMissing: 0.05,
  dateDayFirst: 0.2,
  dateMonthFirst: 0.08,
  dateUnreadable: 0.006,
  idMissing: 0.004,
  lineTwice: 0.02,
} as const;
export type Defect = keyof typeof DEFECTS;

const FIRST = [
  'Amélie',
  'Bastien',
  'Chloé',
  'Damien',
  'Élise',
  'Florian',
  'Gaëlle',
  'Hugo',
  'Inès',
  'Jules',
  'Katell',
  'Loïc',
  'Maëlle',
  'Noé',
  'Océane',
  'Pierre',
  'Quitterie',
  'Rémi',
  'Solène',
  'Théo',
];
const LAST = [
  'Aubertin',
  'Bellanger',
  'Carpentras',
  'Dubreuil',
  'Estève',
  'Fauvel',
  'Guilloux',
  'Hamelin',
  'Izard',
  'Jouvence',
  'Kerléo',
  'Lambertin',
  'Montagnac',
  'Noirot',
  'Ormesson',
  'Poulain',
  'Quéméner',
  'Rivoire',
  'Savary',
  'Tisserand',
  'Urvoy',
  'Varin',
  'Wattrelos',
  'Yvetot',
  'Zeller',
];
const STREETS = [
  'rue des Tisserands',
  'quai du Port',
  'avenue de la Gare',
  'rue Haute',
  'place du Marché',
  'chemin des Vignes',
];
const STATUSES = ['active', 'active', 'active', 'inactive', 'suspended', 'closed'];

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly suite: string;
  readonly zipcode: string;
  readonly country: string;
  readonly city: string;
  readonly company: string;
  readonly age: number;
  readonly isFemale: boolean;
  readonly status: string;
  readonly monthlySpendEur: number;
  readonly signedUpAt: Instant;
  lastLoginAt(now: Instant): Instant;
  has(defect: Defect): boolean;
}

export function simulatePeople(seed: number): (id: number) => Person {
  /** Uniform in [0, 1). */
  const chance = (what: string): ((id: number) => number) => {
    const noise = whiteNoise(seedOf(seed, `people ${what}`));
    return (id) => (noise(id) + 1) / 2;
  };
  const [place, house, age, spend, since, habit, company] = [
    chance('place'),
    chance('house'),
    chance('age'),
    chance('spend'),
    chance('since'),
    chance('habit'),
    chance('company'),
  ];
  const defects = new Map(Object.keys(DEFECTS).map((name) => [name, chance(name)]));

  return (id) => {
    const first = pick(FIRST, id * 0.618034);
    const last = pick(LAST, id * 0.381966 + 0.05);
    // Four of five live in France.
    const [country, city] = place(id) < 0.8 ? CITIES[Math.floor(place(id) * 22.4)]! : pick(CITIES, place(id) * 7);
    const username = plain(`${first[0]}${last}${id}`);
    const everyDays = 1 + Math.floor(20 * habit(id));
    return {
      id,
      name: `${first} ${last}`,
      username,
      email: `${plain(first)}.${plain(last)}${id}@courriel.example`,
      phone: `+33 1 99 00 ${String(Math.floor(id / 100)).padStart(2, '0')} ${String(id % 100).padStart(2, '0')}`,
      street: `${1 + Math.floor(90 * house(id))} ${pick(STREETS, house(id) * 13)}`,
      suite: house(id) < 0.5 ? `Apt. ${1 + Math.floor(40 * house(id))}` : '',
      zipcode: String(1_000 + Math.floor(94_000 * place(id))).padStart(5, '0'),
      country,
      city,
      company: company(id) < 0.3 ? `${last} et Fils` : '',
      age: 18 + Math.floor(68 * age(id)),
      isFemale: FIRST.indexOf(first) % 2 === 0,
      status: pick(STATUSES, habit(id) * 11),
      monthlySpendEur: Math.round(2_000 + 18_000 * spend(id) ** 2) / 100,
      signedUpAt: Date.UTC(2015, 0, 1) + Math.floor(1_800 * since(id)) * DAY,
      lastLoginAt: (now) => (Math.floor(now / DAY) - ((Math.floor(now / DAY) + id) % everyDays)) * DAY,
      has: (defect) => (defects.get(defect)?.(id) ?? 1) < DEFECTS[defect],
    };
  };
}

/** `at` is a position on a circle: its fraction decides. */
const pick = <T>(list: readonly T[], at: number): T => list[Math.floor((at - Math.floor(at)) * list.length)]!;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
